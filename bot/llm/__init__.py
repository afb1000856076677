"""An optional language model: it may point at sentences and re-word a proven answer; it decides nothing."""
