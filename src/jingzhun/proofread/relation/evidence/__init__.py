"""What speaks against an error that a rule has found."""
