"""How surely the wording ties figures to one another, and what is said where they do not come out."""
