"""OKX's documents read into facts: blocks of a page, what they state, and the record of it in `spec/documents/`."""
