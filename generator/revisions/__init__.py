"""What changed in the spec between two revisions, for those who call the client."""
