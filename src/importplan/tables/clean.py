"""Text that every spreadsheet program can hold: without control characters and unpaired surrogates."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean_text(words: str) -> str:
    """The words without what XML and CSV files cannot carry; a line ends with a line feed."""
    return _FORBIDDEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
