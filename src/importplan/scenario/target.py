"""What a risk or an event hits: `country:NL`, `control:US`, `supplier:S1`, `lane:NAME`, `offer:ID`.

An event may hit a currency too: `currency:EUR`.
"""

from __future__ import annotations

from functools import cache

from importplan.basics.labels import accepted
from importplan.parsing.words import fold, meanings

BARE_KINDS = ("country", "supplier", "lane", "offer")  # what an id without a kind may mean
KINDS = (*BARE_KINDS, "control")  # control: goods that need the permission of this state, wherever they are made
OF_COUNTRIES = ("country", "control")
CURRENCY = "currency"  # of events alone: a rate that rises


def split_target(target: str) -> tuple[str, str]:
    """Kind and name of a target; ("", target) when it names no kind. A country is an ISO-2 code in capitals.

    The kind may be written in Chinese too: `国家:NL`.
    """
    words, colon, name = target.replace("：", ":").partition(":")
    kind, name = kind_words().get(fold(words), ""), name.strip()
    if not colon or not kind:
        return "", target.strip()
    return kind, name.upper() if kind in (*OF_COUNTRIES, CURRENCY) else name


@cache
def kind_words() -> dict[str, str]:
    """Folded word → kind of a target."""
    return meanings({kind: accepted(f"target.{kind}") for kind in (*KINDS, CURRENCY)})
