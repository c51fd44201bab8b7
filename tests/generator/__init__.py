"""The pipeline from the spec to the generated package."""
