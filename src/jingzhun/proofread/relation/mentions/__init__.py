"""One thing said more than once."""
