"""Days, years and terms."""
