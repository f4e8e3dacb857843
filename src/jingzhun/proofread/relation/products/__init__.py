"""So much for each, and means."""
