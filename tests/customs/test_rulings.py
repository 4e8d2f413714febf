"""A question about a relief is ruled on once: firms share the answer to one question, and no answer to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.load import load
from importplan.customs.cost.duty_report import report
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.pricing import Pricing, gather, with_offer
from importplan.customs.relief.choice import CENT, preferred
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification

CATALOG = load()
FIRMS = (Firm(firm="F", name="甲公司"), Firm(firm="G", name="乙公司"))
ITEM = {"name_zh": "磨床"}


def two(signed: bool = True, **other: object) -> Scenario:
    """Two firms with planned certificates of one regime; the second one with other terms where they are given."""
    first = Qualification(
        firm="F",
        regime="encouraged_project",
        certificate="C-1",
        status="planned",
        item="M",
        **(CONSENT if signed else {}),
    )
    second = replace(first, firm="G", certificate="C-2", **other)
    return tiny({"item": ITEM}, firms=FIRMS, qualifications=(first, second))


def test_certificates_of_the_same_terms_share_a_ruling_and_each_holder_reads_its_own_name() -> None:
    judgements = gather(two(project_no="P-2", use_place="佛山"), CATALOG).judgements
    first, second = (judgements.of("O", position) for position in (0, 1))
    assert first.ruling is second.ruling
    said = ["; ".join(found.found("zh") for found in entry.at(0).bars) for entry in (first, second)]
    assert "甲公司" in said[0] and "C-1" in said[0] and "乙公司" not in said[0]
    assert "乙公司" in said[1] and "C-2" in said[1] and "甲公司" not in said[1]


@pytest.mark.parametrize(
    "other",
    [
        {"valid_to": date(2026, 12, 31)}, {"valid_from": date(2026, 7, 1)}, {"status": "held"}, {"quota_units": 3.0},
        {"gives_up_vat": True}, {"project_approved_on": date(2020, 1, 1)}, {"policy_clause": "一"},
        {"regime": "research_bodies"},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_other_terms_are_another_question(other: dict[str, object]) -> None:
    """And its answer is that of a case in which nobody else asks."""
    scenario = two(**other)
    shared = gather(scenario, CATALOG).judgements
    assert shared.of("O", 0).ruling is not shared.of("O", 1).ruling
    alone = gather(scenario.replace(qualifications=scenario.qualifications[1:]), CATALOG).judgements
    for period in range(scenario.calendar.count):
        assert shared.of("O", 1).at(period) == alone.of("O", 0).at(period)


def test_the_notes_of_two_holders_are_told_apart() -> None:
    """An item that nobody has confirmed is said once for each holder, under its name."""
    notes = price(two(signed=False), CATALOG).notes
    said = [note.found("zh") for note in notes if note.code == "relief-item-not-confirmed"]
    assert [("甲公司" in words, "乙公司" in words) for words in said] == [(True, False), (False, True)]


def mixed() -> Scenario:
    """Two firms of each kind: with a certificate, with one that ends, without; deducting VAT or not."""
    kinds = 2 * list(product((None, {}, {"valid_to": date(2026, 12, 31)}), (True, False)))
    firms = tuple(Firm(firm=f"F{number}", vat_deductible=deducts) for number, (_, deducts) in enumerate(kinds))
    rows = tuple(
        Qualification(firm=f"F{number}", regime="encouraged_project", item="M", **CONSENT, **terms)
        for number, (terms, _) in enumerate(kinds)
        if terms is not None
    )
    return tiny({"item": ITEM}, firms=firms, qualifications=rows)


def test_buyers_looked_at_together_pay_what_each_of_them_pays_alone() -> None:
    scenario = mixed()
    together = report(scenario, CATALOG).rows
    alone = []
    for firm in scenario.firms:
        rows = tuple(row for row in scenario.qualifications if row.firm == firm.firm)
        alone += report(scenario.replace(firms=(firm,), qualifications=rows), CATALOG).rows

    def each(rows: tuple) -> list[tuple]:
        return sorted(
            (payer, row.regime, row.run.first, row.chosen, row.relieved, row.cost_cny, row.vat_cash_cny, row.lines[0])
            for row in rows
            for payer in row.payers
        )

    assert 2 * len(together) == len(alone)  # two firms of each kind
    assert each(together) == each(tuple(alone))


def test_the_preferred_treatment_is_the_cheapest_then_the_one_with_least_cash() -> None:
    """Against a plain search over the options of every firm."""
    table = price(mixed(), CATALOG)
    cost, cash, chosen = table.cost_cny(), table.unit_cny.sum(axis=1), preferred(table)
    assert chosen[table.ordinary != np.arange(len(cost))].any()
    for first in set(table.ordinary.tolist()):
        group = [option for option, own in enumerate(table.ordinary) if own == first]
        for period in range(cost.shape[1]):
            (best,) = (option for option in group if chosen[option, period])
            least = min(cost[option, period] for option in group)
            assert cost[best, period] <= least + CENT
            rivals = [option for option in group if cost[option, period] <= least + CENT]
            assert cash[best, period] <= min(cash[option, period] for option in rivals) + CENT


def test_an_offer_at_another_price_is_quoted_as_if_the_case_had_it_alone() -> None:
    scenario = mixed()
    pricing = gather(scenario, CATALOG)
    dearer = replace(scenario.offers[0], unit_price=2_000_000, currency="EUR")

    def terms(priced: Pricing) -> list[object]:
        options = [option for option in pricing.options if option.qualification is not None]
        return [priced.terms(option, 0, priced.relieved(option, 0)) for option in options]

    assert terms(with_offer(pricing, dearer)) == terms(gather(scenario.replace(offers=(dearer,)), CATALOG))
