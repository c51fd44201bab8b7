"""`python -m okx_broker.cli` is the same as `okx-broker`."""

from okx_broker.cli import main

main()
