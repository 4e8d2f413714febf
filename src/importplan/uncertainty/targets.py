"""Which offers a target hits: `country:NL` (origin), `supplier:S1`, `lane:L`, `offer:O1`, and a tag of the item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import OutageTarget

KINDS = ("country", "supplier", "lane", "offer")


def split_target(target: str) -> tuple[str, str]:
    """Kind and name of a target; ("", target) when it names no kind. A country is an ISO-2 code in capitals."""
    kind, colon, name = target.replace("：", ":").partition(":")
    kind, name = kind.strip().lower(), name.strip()
    if not colon or kind not in KINDS:
        return "", target.strip()
    return kind, name.upper() if kind == "country" else name


def offers_hit(scenario: Scenario, targets: Sequence[OutageTarget]) -> NDArray[np.bool_]:
    """Whether each target hits each offer, shape (target, offer). Raises ValueError for a target without a kind."""
    offers = scenario.offers
    traits = {
        "country": np.array([scenario.origin_of(offer) for offer in offers], dtype=object),
        "supplier": np.array([offer.supplier for offer in offers], dtype=object),
        "lane": np.array([offer.lane for offer in offers], dtype=object),
        "offer": np.array([offer.offer for offer in offers], dtype=object),
    }
    tags = [scenario.item_of(offer).tags for offer in offers]
    hit = np.zeros((len(targets), len(offers)), dtype=np.bool_)
    for position, target in enumerate(targets):
        kind, name = split_target(target.target)
        if not kind:
            raise ValueError(f"a target is one of {KINDS} and a name, found {target.target!r}")
        hit[position] = traits[kind] == name
        if target.tag:
            hit[position] &= np.array([target.tag in own for own in tags], dtype=np.bool_)
    return hit
