"""A platform of one page, to see the web kit at work: log in as a demo user, connect OKX, place a small tagged order."""
