"""One tiny case anybody can date by hand, and draws made by hand."""

from dataclasses import replace
from datetime import date

import numpy as np

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.uncertainty.sampling.base_course import base_course
from importplan.uncertainty.sampling.draw_set import DrawSet, Outages, OutageTarget

START = date(2027, 1, 1)
MONTH = 30  # days of a month in examples worked by hand


def offer(name: str = "O1", **terms: object) -> Offer:
    basic = {"supplier": "S1", "item": "grinder", "unit_price": 1000.0, "currency": "EUR"}
    return Offer(offer=name, **{**basic, **terms})  # type: ignore[arg-type]


def case(*offers: Offer, **sheets: object) -> Scenario:
    """Two suppliers (NL, JP), a controlled grinder and a free pump."""
    basic: dict[str, object] = {
        "settings": Settings(start=START, draws=50),
        "items": (
            Item(item="grinder", hs_code="84602100", tags=("controlled",)),
            Item(item="pump", hs_code="84137099", whole_units=False),
        ),
        "suppliers": (Supplier(supplier="S1", country="NL"), Supplier(supplier="S2", country="JP")),
        "offers": offers or (offer(),),
        "demand": (Demand(line="L1", item="grinder", period=date(2028, 1, 1), quantity=4.0),),
    }
    return Scenario(**{**basic, **sheets})  # type: ignore[arg-type]


Stop = tuple[int, int, float, float, float]  # draw, target, start, end, severity


def draws_with(scenario: Scenario, targets: list[OutageTarget], stops: list[Stop], count: int = 1) -> DrawSet:
    """The course without surprises and these outages over it."""
    columns = list(zip(*stops, strict=True)) if stops else [()] * 5
    outages = Outages(
        draw=np.array(columns[0], dtype=np.int64),
        target=np.array(columns[1], dtype=np.int64),
        start_day=np.array(columns[2], dtype=np.float64),
        end_day=np.array(columns[3], dtype=np.float64),
        severity=np.array(columns[4], dtype=np.float64),
    )
    base = base_course(scenario, tuple(map(str, range(count))), np.full(count, 1 / count))
    return replace(base, targets=tuple(targets), outages=outages)


def target(name: str = "country:NL", tag: str = "", effect: str = "delay", stops: str = "shipping") -> OutageTarget:
    return OutageTarget(name, tag, effect, stops)
