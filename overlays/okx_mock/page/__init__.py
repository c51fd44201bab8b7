"""The web page of the mock at `/`: what the code under test did, live."""
