# Generated; edits are lost. Spec a4374036c9b01251, generator 159d5b16e18648f7.
# Change spec/, a template or an overlay and run `python -m generator build`.
"""OKX API v5 as the contract states it: models, resource classes, operations. No signing, no limits, no I/O.

`okx_broker` builds the client on top of this.
"""
