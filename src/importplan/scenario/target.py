"""What a risk or an event hits: `country:NL`, `control:US`, `supplier:S1`, `lane:NAME`, `offer:ID`."""

from __future__ import annotations

BARE_KINDS = ("country", "supplier", "lane", "offer")  # what an id without a kind may mean
KINDS = (*BARE_KINDS, "control")  # control: goods that need the permission of this state, wherever they are made
OF_COUNTRIES = ("country", "control")


def split_target(target: str) -> tuple[str, str]:
    """Kind and name of a target; ("", target) when it names no kind. A country is an ISO-2 code in capitals."""
    kind, colon, name = target.replace("：", ":").partition(":")
    kind, name = kind.strip().lower(), name.strip()
    if not colon or kind not in KINDS:
        return "", target.strip()
    return kind, name.upper() if kind in OF_COUNTRIES else name
