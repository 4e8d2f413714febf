"""The frame that the constraint families fill: the facts of a case and the program under construction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.basis import Basis
from importplan.model.program.draft import Draft, Repairable
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import EXCESS, EXCESS_IN_MEAN
from importplan.scenario.limit_rules import About
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier


@dataclass(frozen=True, kw_only=True)
class Frame(Basis):
    """Facts, purchases and the draft. Families find each other's columns by name in `draft.names`."""

    draft: Draft

    @cached_property
    def order_ids(self) -> list[Key]:
        """(order,) offer, payer, treatment, certificate and period of what the plan orders."""
        ids = self.orders.ids(self.facts)
        return [ids[row] for row in self.orders.purchases.decided]

    @cached_property
    def call_ids(self) -> list[Key]:
        """(call,) the same of call-offs."""
        return self.calls.ids(self.facts)

    def limit_id(self, limit: Limit) -> tuple[str, int]:
        """The rule of a limit and its number on the sheet."""
        return limit.rule, next(n for n, row in enumerate(self.facts.scenario.limits) if row is limit)

    def add_limits(self, rows: dict[str, LimitRows], *about: About) -> None:
        """Add the rows of every limit about these, in the order of the sheet."""
        for limit in self.facts.scenario.limits:
            if limit.kind.about in about:
                rows[limit.rule](self, limit)

    def note_capacity(self, terms: Offer | Supplier, rows: Index) -> None:
        """Note a capacity for the explanation of a case without a plan: one unit more in each of these rows."""
        item, who = (terms.item, terms.offer) if isinstance(terms, Offer) else ("all", terms.supplier)
        place = str(terms.cell("capacity_per_period"))
        wish = Repairable("capacity", item, who, None, None, place, rows.reshape(-1), -1.0, in_cny=False)
        self.draft.repairable.append(wish)

    def soften(
        self, limit: Limit, rows: Index, entry: float, item: str = "all", who: str = "all", by_draw: bool = False
    ) -> None:
        """Let a soft limit be broken at its price; note a hard one for the explanation of a case without a plan.

        `entry` is what one unit of excess adds to each row.
        """
        if limit.soft_cost_cny is None:
            place = str(limit.cell("value"))
            self.draft.repairable.append(
                Repairable(limit.rule, item, who, limit.from_day, limit.to_day, place, rows, entry, limit.in_cny)
            )
            return
        block, variable = self.draft.block_of(int(rows[0])), EXCESS if by_draw else EXCESS_IN_MEAN
        excess = self.draft.columns(variable, rows.shape, block.axes, (block.family, *block.part))
        self.draft.entries(rows, excess, entry)
        if by_draw:
            self.draft.draw_cost("soft_limits", self.every_draw, excess, limit.soft_cost_cny)
        else:
            self.draft.known_cost("soft_limits", excess, limit.soft_cost_cny)

    @property
    def every_draw(self) -> NDArray[np.int64]:
        """0 … D-1."""
        return np.arange(self.draws.count)


LimitRows = Callable[[Frame, Limit], None]  # writes the rows of one limit
