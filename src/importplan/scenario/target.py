"""What a risk or an event hits: `country:NL`, `supplier:S1`, `lane:NAME`, `offer:ID`."""

from __future__ import annotations

KINDS = ("country", "supplier", "lane", "offer")


def split_target(target: str) -> tuple[str, str]:
    """Kind and name of a target; ("", target) when it names no kind."""
    kind, colon, name = target.replace("：", ":").partition(":")
    kind, name = kind.strip().lower(), name.strip()
    return (kind, name) if colon and kind in KINDS else ("", target.strip())
