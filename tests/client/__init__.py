"""What the client promises: signing, encoding, decoding, tags, limits, errors, reports."""
