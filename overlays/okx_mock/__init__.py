"""A mock of OKX's V5 REST API for brokers: a real HTTP server with state, keys, limits and a clock of its own.

It is written from OKX's documents alone and shares no code with the client, so that the two can disagree. Of the
generated package it reads one data file, `openapi.json`.

The server is started from the command line (`okx-mock serve`) or with `okx_mock.server.serve`.
"""
