"""What a document says against what the spec says of it."""
