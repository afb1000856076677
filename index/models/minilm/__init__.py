"""The sentence encoder: all-MiniLM-L6-v2 in 7 and 8 bits; CARD.md says how it was made."""
