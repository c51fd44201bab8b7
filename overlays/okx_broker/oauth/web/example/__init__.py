"""A platform of one page, to see the web kit at work: log in as a demo user, connect OKX, place a small tagged order.

Against the mock, in two shells (they need the extras `oauth`, `web` and `mock`):

    okx-mock serve --port 8585
    okx-mock oauth-clients        # client_id and client_secret of the first one go into the settings below

    export OKX_BROKER_CODE=MOCKBOTHOAUTH1 OKX_BROKER_TYPE=oauth OKX_ENVIRONMENT=demo OKX_SITE=global
    export OKX_BASE_URL=http://127.0.0.1:8585 EXAMPLE_FAST_API=1 OKX_BROKER_STORE=users.db
    export OKX_CLIENT_ID=... OKX_CLIENT_SECRET=...
    export OKX_BROKER_STORE_KEY=$(python -c "from okx_broker.oauth import new_master_key; print(new_master_key().reveal())")
    python -m okx_broker.oauth.web.example          # --help lists all variables

It prints the address to open. The mock is reached as 127.0.0.1, the example as localhost: for a browser, two sites.
"""
