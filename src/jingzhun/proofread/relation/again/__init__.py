"""A second look at what the rules have left open."""
