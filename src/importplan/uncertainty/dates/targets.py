"""Which offers a target hits, and a tag of the item.

`country:NL` by origin, `control:US` by the states that control the goods (by default the origin), `supplier:S1`,
`lane:L`, `offer:O1`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario
from importplan.scenario.target import KINDS, split_target
from importplan.uncertainty.sampling.draw_set import OutageTarget


def offers_hit(scenario: Scenario, targets: Sequence[OutageTarget]) -> NDArray[np.bool_]:
    """Whether each target hits each offer, shape (target, offer). Raises ValueError for a target without a kind."""
    offers = scenario.offers
    traits: dict[str, NDArray[np.object_]] = {
        "country": np.array([scenario.origin_of(offer) for offer in offers], dtype=object),
        "supplier": np.array([offer.supplier for offer in offers], dtype=object),
        "lane": np.array([offer.lane for offer in offers], dtype=object),
        "offer": np.array([offer.offer for offer in offers], dtype=object),
    }
    controllers = [scenario.controllers_of(offer) for offer in offers]
    tags = [scenario.item_of(offer).tags for offer in offers]
    hit = np.zeros((len(targets), len(offers)), dtype=np.bool_)
    for position, target in enumerate(targets):
        kind, name = split_target(target.target)
        if not kind:
            raise ValueError(f"a target is one of {KINDS} and a name, found {target.target!r}")
        hit[position] = [name in own for own in controllers] if kind == "control" else traits[kind] == name
        if target.tag:
            hit[position] &= np.array([target.tag in own for own in tags], dtype=np.bool_)
    return hit
