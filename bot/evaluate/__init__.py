"""Question sets, and how well answers agree with them."""
