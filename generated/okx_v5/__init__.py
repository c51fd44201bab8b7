# Generated; edits are lost. Spec e0110fc3c9d42722, generator bceb11a84460d4db.
# Change spec/, a template or an overlay and run `python -m generator build`.
"""OKX API v5 as the contract states it: models, resource classes, operations. No signing, no limits, no I/O.

`okx_broker` builds the client on top of this.
"""
