"""Models that ship with whosays, each with its card."""
