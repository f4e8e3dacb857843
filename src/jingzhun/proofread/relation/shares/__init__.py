"""Per cents and what they are of."""
