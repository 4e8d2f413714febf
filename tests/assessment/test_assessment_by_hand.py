"""Supply security by hand: shares, HHI, survive against recover, gap, sources that fall together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importplan.assessment.assess import Assessment
from importplan.assessment.recovery import ASSUMED_MONTHS, Stopped
from importplan.assessment.sourcing import SharesBasis
from importplan.basics.periods import MONTH_DAYS
from importplan.basics.spans import TimeSpan
from importplan.pipeline.assess import assess_case, write_assessment_page
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier

YEARS = 3
NEED = 365.0  # a day one


def offer(name: str, supplier: str, **more: Any) -> Offer:
    given: dict[str, Any] = {
        "offer": name, "supplier": supplier, "item": "S", "unit_price": 100.0, "currency": "CNY",
        "incoterm": "domestic", "price_includes_vat": False, "lead_time_days": 100.0, "transit_days": 20.0,
    }  # fmt: skip
    return Offer(**(given | more))


def signed(name: str, quantity: float) -> OpenOrder:
    """Due long after the plan, so that it tells shares and brings nothing."""
    return OpenOrder(order=f"O-{name}", offer=name, firm="F", quantity=quantity, due=date(2029, 12, 31))


def case(**sheets: Any) -> Scenario:
    """A bearing of which one is needed every day for three years; 60 in stock; A sells 3 of 4, B the rest."""
    given: dict[str, Any] = {
        "settings": Settings(start=date(2027, 1, 1), period="quarter", periods=4 * YEARS),
        "firms": (Firm(firm="F"),),
        "items": (Item(item="S", hs_code="84833000", kind="part", reference_value_cny=100.0),),
        "suppliers": (Supplier(supplier="A", country="DE"), Supplier(supplier="B", country="JP")),
        "offers": (offer("a", "A"), offer("b", "B")),
        "demand": tuple(
            Demand(
                line=f"L{year}", item="S", firm="F", quantity=366.0 if year == 2028 else 365.0,
                period=TimeSpan(date(year, 1, 1), date(year, 12, 31)), shortage_cost_cny=91.3125,
            )
            for year in range(2027, 2030)
        ),
        "stock": (Stock(item="S", quantity=60.0, owner="F"),),
        "open_orders": (signed("a", 30.0), signed("b", 10.0)),
        "risks": (Risk(risk="R", starts_per_year=0.2, mean_months=9.0),),
        "risk_targets": (RiskTarget(risk="R", target="country:DE", hit_probability=0.5),),
    }  # fmt: skip
    return Scenario(**(given | sheets))


def assessed(months: float | None = None, **sheets: Any) -> Assessment:
    return assess_case(case(**sheets), months).found


def test_dependence_by_hand() -> None:
    (row,) = assessed().items
    assert row.rests_on is SharesBasis.SIGNED
    assert (row.import_share, row.suppliers, row.largest, row.country) == (1.0, 2, "A", "DE")
    assert (row.largest_share, row.hhi, row.country_hhi) == pytest.approx((0.75, 0.625, 0.625))
    assert row.per_year == pytest.approx(365.25, rel=1e-3)
    assert (row.stock, row.coming) == (60.0, 40.0)


def test_survive_recover_and_gap_by_hand() -> None:
    """Lost 0.75 a day: 60 last 80 days. Nine months and 20 days of transit, or B in 120 days: a gap of 0.75 x 40.

    B has no capacity on record, so that it can sell all of it.
    """
    (row,) = assessed().items
    stop = row.worst
    assert stop is not None and stop.short
    assert stop.survive_months == pytest.approx(80.0 / MONTH_DAYS, rel=1e-9)
    assert (stop.recovery.offer, stop.recovery.days, stop.recovery.per_year) == ("b", 120.0, pytest.approx(0.1))
    assert stop.gap_units == pytest.approx(0.75 * 40.0)
    # A unit late costs 1 CNY a day: 0.75 + 1.5 + ... over 40 days.
    assert stop.loss_cny == pytest.approx(0.75 * sum(range(1, 41)))


def test_the_formula_of_the_mock_up() -> None:
    """Gap = yearly need / 12 x share x (recover - survive), survive = stock / lost monthly supply."""
    small = (offer("a", "A"), offer("b", "B", capacity_per_period=10.0))
    (row,) = assessed(offers=small).items
    stop = row.worst
    assert stop is not None and stop.survive_months is not None and stop.recovery.months is not None
    assert stop.recovery.offer == "" and stop.recovery.rests_on is Stopped.RISKS
    assert stop.recovery.months == pytest.approx(9.0 + 20.0 / MONTH_DAYS)
    assert stop.survive_months == pytest.approx(60.0 / (MONTH_DAYS * 0.75))
    monthly = 365.25 / 12.0
    assert stop.gap_units == pytest.approx(monthly * 0.75 * (stop.recovery.months - stop.survive_months), abs=0.75)


def test_a_longer_stop_is_asked_for_and_an_unknown_one_assumed() -> None:
    small = (offer("a", "A", capacity_per_period=1.0), offer("b", "B", capacity_per_period=1.0))
    (asked,) = assessed(12.0, offers=small).items
    assert asked.worst is not None and asked.worst.recovery.rests_on is Stopped.ASKED
    assert asked.worst.recovery.months == pytest.approx(12.0 + 20.0 / MONTH_DAYS)
    found = assessed(offers=small, risks=(), risk_targets=())
    assert found.assumed == ("S",)
    (row,) = found.items
    assert row.worst is not None and row.worst.recovery.stopped_months == ASSUMED_MONTHS


def test_what_has_shipped_comes_all_the_same() -> None:
    """120 are needed until the end of April. 30 of A that shipped in December come on 10 January: with 60 they last."""
    afloat = OpenOrder(order="O", offer="a", firm="F", quantity=30.0, due=date(2027, 1, 10), stage="shipped")
    until_april = Demand(
        line="L", item="S", firm="F", quantity=120.0, period=TimeSpan(date(2027, 1, 1), date(2027, 4, 30))
    )
    (row,) = assessed(open_orders=(afloat, signed("b", 10.0)), demand=(until_april,)).items
    assert row.worst is not None and row.worst.survive_months is None and not row.worst.short
    (without,) = assessed(demand=(until_april,)).items
    assert without.worst is not None and without.worst.gap_units == pytest.approx(30.0)


def test_nothing_signed_comes_from_the_cheapest_that_may_sell_today() -> None:
    dear = offer("b", "B", unit_price=200.0)
    first = offer("a", "A", capacity_per_period=365.25 / 4.0 * 0.4)
    found = assessed(open_orders=(), offers=(first, dear))
    (row,) = found.items
    assert (row.rests_on, found.unsigned) == (SharesBasis.CHEAPEST, ("S",))
    assert (row.largest, row.largest_share) == ("B", pytest.approx(0.6, rel=1e-3))
    closed = (offer("a", "A", qualified=False, qualification_months=6.0),)
    (nobody,) = assessed(open_orders=(), offers=closed).items
    assert (nobody.rests_on, nobody.largest, nobody.worst) == (SharesBasis.NONE, "", None)


def test_knock_outs_and_pairs() -> None:
    both = (RiskTarget(risk="R", target="country:DE"), RiskTarget(risk="R", target="country:JP"))
    offers = (offer("a", "A", lane="sea"), offer("b", "B", lane="sea"))
    found = assessed(offers=offers, risk_targets=both)
    first = found.knock_outs[0]
    assert (first.kind, first.who, len(first.short)) == ("lane", "sea", 1)
    # All of it stops: 60 last 60 days, and nobody else sells.
    (stop,) = first.stops
    assert stop.survive_months == pytest.approx(60.0 / MONTH_DAYS)
    assert stop.recovery.offer == ""
    assert first.loss_per_year_cny == pytest.approx(0.2 * first.loss_cny)
    (pair,) = found.together
    assert (pair.first, pair.second, pair.items) == ("A", "B", ("S",))
    assert pair.why == (("lane", "sea"), ("risk", "R"))


def test_a_firm_alone_has_its_own_stock_only() -> None:
    """G holds all 60 and needs nothing of it; F has none."""
    firms = (Firm(firm="F"), Firm(firm="G"))
    found = assessed(firms=firms, stock=(Stock(item="S", quantity=60.0, owner="G"),))
    (alone,) = found.firms
    assert (alone.firm, alone.survive_months) == ("F", 0.0)
    assert alone.gap_units == pytest.approx(0.75 * 120.0)


def test_the_page_for_browsers_has_both_languages_and_fetches_nothing(tmp_path: Path) -> None:
    write_assessment_page(assess_case(case()), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "供应安全评估" in page and "supply security" in page
    assert "逐一断供" in page and "One source at a time" in page
    assert "<svg" in page and "src=" not in page
