"""Text of a printed table on one line, as it was before the column was too narrow for it."""

from __future__ import annotations

import re

_TIGHT = re.compile(r"(?<![A-Za-z.,;:)])\s*\n\s*|\s*\n\s*(?![A-Za-z(])")
_RELATION = re.compile(r"[≥≤<>=＜＞±﹤﹥]")
_WHOLE = re.compile(r"[\dA-Za-z%％℃°μ²³]$")  # a figure or a unit, so that a limit may end here
_BEGINS = re.compile(r"[\u4e00-\u9fff≥≤<>=＜＞±﹤﹥(（①-⑳]")


def joined_limits(words: str) -> str:
    """Technical limits on one line: a line break between two whole limits is a stop, any other as `joined` has it."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    text = lines[0] if lines else ""
    for line in lines[1:]:
        both = _RELATION.search(text.rpartition("；")[2]) and _RELATION.search(line)
        text += ("；" if both and _WHOLE.search(text) and _BEGINS.match(line) else "\n") + line
    return joined(text)


def joined(words: str) -> str:
    """Text on one line: a line break between Latin words is a space, one in Chinese text or a number nothing."""
    return re.sub(r"\s*\n\s*", " ", _TIGHT.sub("", words)).strip()
