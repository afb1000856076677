"""Trained models that read free text: small, offline, on the processor."""
