"""What the caller passes in: areas and standards."""
