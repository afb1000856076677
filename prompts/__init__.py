"""Prompt files for the optional language model; none are needed for an answer."""
