"""From a question to an answer that shows who says what."""
