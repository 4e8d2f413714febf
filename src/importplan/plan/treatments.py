"""What a tax treatment is called outside the process: a regime and the certificate that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import Scenario

Bought = tuple[str, str, str, str]  # offer, payer, regime, certificate


@dataclass(frozen=True)
class Treatments:
    """The ways to buy of a priced case by their ids, both ways.

    The certificate is that of the sheet `qualifications`. Where several rows of one firm and regime read the same and
    serve the same offer, the second one is called `… #2`, in the order of the sheet.
    """

    scenario: Scenario
    landed: LandedTable

    @cached_property
    def ids(self) -> tuple[Bought, ...]:
        """(option,) what each option is called."""
        named: dict[Bought, int] = {}
        found = []
        for option in self.landed.options:
            row = None if option.qualification is None else self.scenario.qualifications[option.qualification]
            certificate = "" if row is None else row.certificate
            plain = (option.offer, option.payer, option.regime, certificate)
            named[plain] = number = named.get(plain, 0) + 1
            found.append(plain if number == 1 else (*plain[:3], f"{certificate} #{number}".strip()))
        return tuple(found)

    @cached_property
    def option(self) -> dict[Bought, int]:
        """What an option is called → its position in the landed-cost table."""
        return {named: position for position, named in enumerate(self.ids)}

    @cached_property
    def payers(self) -> frozenset[tuple[str, str]]:
        """(offer, payer) pairs that can buy."""
        return frozenset(named[:2] for named in self.ids)
