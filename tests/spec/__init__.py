"""The contract against the documents that it was written from."""
