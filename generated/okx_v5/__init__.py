# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""OKX API v5 as the contract states it: models, resource classes, operations. No signing, no limits, no I/O.

`okx_broker` builds the client on top of this.
"""
