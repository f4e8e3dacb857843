"""Tables, and what the text tells of them."""
