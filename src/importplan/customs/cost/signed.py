"""Which option a signed order was bought under: the relief it names, else the ordinary treatment."""

from __future__ import annotations

from collections.abc import Sequence

from importplan.customs.cost.problems import Problems
from importplan.customs.cost.table import LandedOption
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.open_orders import OpenOrder


def options_of_signed(
    scenario: Scenario, options: Sequence[LandedOption], rows: Sequence[OpenOrder]
) -> tuple[int, ...]:
    """The positions of the options of signed orders.

    `relief` names a certificate, or a regime by its key or as the sheet `qualifications` writes it. Where the payer has
    several certificates of the regime, the first stands for all; where none fits the order, it is taxed.
    """
    mine: dict[tuple[str, str], list[int]] = {(row.offer, scenario.owner_of(row)): [] for row in rows}
    for position, option in enumerate(options):
        if (option.offer, option.payer) in mine:
            mine[option.offer, option.payer].append(position)
    return tuple(_chosen(scenario, options, row, mine[row.offer, scenario.owner_of(row)]) for row in rows)


def _chosen(scenario: Scenario, options: Sequence[LandedOption], row: OpenOrder, mine: list[int]) -> int:
    """The one of the options of its offer and payer that a signed order was bought under."""
    for words in (0, 1):  # a certificate says more than a regime
        for position in mine:
            if row.relief and row.relief in _words(scenario, options[position])[words]:
                return position
    return next(position for position in mine if options[position].qualification is None)


def _words(scenario: Scenario, option: LandedOption) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an order may call the relief of an option: its certificate; its regime."""
    if option.qualification is None:
        return (), ()
    row = scenario.qualifications[option.qualification]
    return (row.certificate,), (option.regime, row.regime)


def remark_on_reliefs(scenario: Scenario, options: Sequence[LandedOption], problems: Problems) -> None:
    """A note for each signed order that names a relief which does not cover it: it is counted as taxed."""
    # A selection of offers may be priced only.
    rows = [row for row in scenario.open_orders if row.relief and row.offer in scenario.offer_index]
    for row, position in zip(rows, options_of_signed(scenario, options, rows), strict=True):
        if options[position].qualification is None:
            problems.note("signed-relief-unknown", row.cell("relief"), order=row.order, relief=row.relief)
