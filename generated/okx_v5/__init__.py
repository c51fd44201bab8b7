# Generated; edits are lost. Spec a938007a5822c7da, generator b9311f5c16e12de9.
# Change spec/, a template or an overlay and run `python -m generator build`.
"""OKX API v5 as the contract states it: models, resource classes, operations. No signing, no limits, no I/O.

`okx_broker` builds the client on top of this.
"""
