"""Names, items and headings: how many, in which order, none twice."""
