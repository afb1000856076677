"""The only place that changes text: line endings and Unicode NFC, nothing else."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Return the text with CRLF and CR as LF, in Unicode NFC. Idempotent, and keeps every ASCII character but CR."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines if unicodedata.is_normalized("NFC", lines) else unicodedata.normalize("NFC", lines)
