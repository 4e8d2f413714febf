"""Cases with their values by hand, feature by feature; the product has them, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier
from second_model.hand import (
    FEBRUARY,
    JANUARY,
    MARCH,
    at_home,
    case,
    draws,
    framework,
    from_abroad,
    machine,
    need,
    relief,
    settings,
)

EVEN = {"a": 1.0, "b": 1.0}
NO_DEDUCTION = (Firm(firm="F", vat_deductible=False),)


@dataclass(frozen=True)
class HandCase:
    """A case, its value, and the sum that gives it."""

    name: str
    scenario: Scenario
    value: float | None
    sum: str


def _one_of(*offers: Offer, **sheets: object) -> Scenario:
    """Ten needed in January; late they cost 1,000 each."""
    return case(offers=offers, demand=(need(10.0),), **sheets)  # type: ignore[arg-type]


def _limited(rule: str, value: float, **changes: object) -> Scenario:
    """Ten needed; 100 at home, 55 from Germany."""
    cheap = from_abroad(unit_price=5.0)
    return _one_of(at_home(), cheap, limits=(Limit(rule=rule, value=value, **changes),))  # type: ignore[arg-type]


def _reserved(**sheets: object) -> Scenario:
    """A case with a reserve and one machine needed in February."""
    given: dict[str, object] = {"settings": settings(2, owner="bureau"), "demand": (need(1.0, FEBRUARY),)}
    return case(**(given | sheets))  # type: ignore[arg-type]


def _lots(*limits: Limit) -> Scenario:
    """Three are needed, at least seven are sold, in lots of five, at 10."""
    return case(offers=(at_home(unit_price=10.0, min_order=7.0, lot_size=5.0),), demand=(need(3.0),), limits=limits)


def _nobody_sells() -> Scenario:
    """Three are needed; a draw says how much of a supplier without offers is available."""
    scenario = case(offers=(at_home(unit_price=10.0),), demand=(need(3.0),))
    suppliers = (*scenario.suppliers, Supplier(supplier="idle", country="DE"))
    return scenario.replace(suppliers=suppliers, **draws({"w": 1.0}, ("w", "availability", "idle", None, 0.5)))


def _risky(late: float, **changes: object) -> Scenario:
    """One needed in one of two draws."""
    world = draws(EVEN, ("a", "demand", "L", None, 0.0))
    return case(settings=settings(risk_level=0.5, **changes), demand=(need(1.0, late=late),), **world)


def _signed(stage: str) -> Scenario:
    """One is needed in February; one was signed at 80, of which 0.3 is paid, and is due then."""
    row = OpenOrder(
        order="O", offer="h", firm="F", quantity=1.0, ordered=JANUARY - timedelta(days=30), due=FEBRUARY,
        paid_share=0.3, unit_price=80.0, stage=stage,
    )  # fmt: skip
    given = draws({"w": 1.0}, ("w", "availability", "S", FEBRUARY, 0.0))
    return case(3, demand=(need(1.0, FEBRUARY, 7.0),), open_orders=(row,), **given)


MONEY = (
    HandCase("home", _one_of(at_home()), 1000.0, "10 × 100"),
    HandCase("abroad", _one_of(from_abroad()), 1100.0, "10 × 100 × 1.1"),
    HandCase("no_deduction", _one_of(from_abroad(), firms=NO_DEDUCTION), 1243.0, "1,100 × 1.13"),
    HandCase("vat_inside", _one_of(at_home(price_includes_vat=True, unit_price=113.0)), 1000.0, "10 × 113 ÷ 1.13"),
    HandCase(
        "all_charges",
        _one_of(
            from_abroad(
                incoterm="FOB",
                freight_share=0.2,
                insurance_share=0.0,
                extra_duty_rate=0.05,
                agency_fee_share=0.02,
                local_cost_cny=3.0,
                install_cost_cny=2.0,
                training_cost_cny=1.0,
                clearance_cost_cny=7.0,
                order_cost_cny=4.0,
            )
        ),
        1471.0,
        "10 × (100 + freight 20 + 15 % of 120 + agency 2 + 6) + 7 + 4",
    ),
    HandCase(
        "insured_freight",
        case(
            offers=(from_abroad(incoterm="EXW", freight_share=0.5, insurance_share=0.1),),
            demand=(need(1.0),),
        ),
        181.5,
        "100, freight 50, insurance 10 % of both: 15; duty 10 % of 165",
    ),
    HandCase(
        "seven_years",
        case(
            settings=settings(discount_rate=0.1),
            demand=(need(1.0),),
            offers=(at_home(deposit_share=0.3, shipment_share=0.3, retention_share=0.4, warranty_months=84.0),),
        ),
        60.0 + 40.0 / 1.1**7,
        "60 now and 40 in seven years",
    ),
    HandCase(
        "discounted",
        case(settings=settings(13, discount_rate=0.1), demand=(need(1.0, date(2028, 1, 1)),)),
        100.0 / 1.1,
        "bought when it is needed, a year from now",
    ),
    HandCase(
        "credit_fee",
        _one_of(from_abroad(payment="LC-sight", lc_fee_share=0.05, lc_deposit_share=0.2)),
        1130.0,
        "1,100 + 5 % of the 600 that are due on shipment",
    ),
    HandCase(
        "rates",
        _one_of(from_abroad(), **draws(EVEN, ("a", "fx", "EUR", None, 20.0))),
        1650.0,
        "1,100 in one draw, 2,200 in the other",
    ),
    HandCase(
        "prices",
        _one_of(from_abroad(), **draws(EVEN, ("a", "price", "e", JANUARY, 30.0))),
        2200.0,
        "1,100 in one draw, 3,300 in the other",
    ),
    HandCase("signed", _signed("shipped"), 56.0, "80 × 0.7 is still due"),
    HandCase("signed_stopped", _signed("signed"), 63.0, "56, and a month late: 7"),
)

ARRIVALS = (
    HandCase(
        "half_is_late",
        case(
            2, offers=(at_home(unit_price=10.0),), demand=(need(2.0, late=12.0),),
            **draws({"w": 1.0}, ("w", "availability", "S", JANUARY, 0.5)),
        ),
        32.0,
        "two for 20, one of them late for 12; four for 40 were dearer",
    ),
    HandCase(
        "delayed",
        case(2, demand=(need(1.0, late=500.0),), **draws(EVEN, ("a", "delay_days", "h", None, 31.0))),
        350.0,
        "100, and late by a month in one draw of two",
    ),
    HandCase(
        "qualified_in_time",
        case(
            2, suppliers=(Supplier(supplier="S", country="CN", qualified=False, qualification_cost_cny=50.0,
                                   qualification_months=1.0),), demand=(need(1.0, late=500.0),),
        ),
        650.0,
        "50 now, ordered in February for 100, late for 500",
    ),
)  # fmt: skip

ORDERS = (
    HandCase("lot", case(offers=(at_home(lot_size=4.0),), demand=(need(5.0),)), 800.0, "8 × 100"),
    HandCase("least_order", case(offers=(at_home(min_order=7.0),), demand=(need(5.0),)), 700.0, "7 × 100"),
    HandCase(
        "one_order_for_two_months",
        case(
            2, items=(machine(holding_rate=0.12),),
            offers=(at_home(order_cost_cny=30.0, clearance_cost_cny=10.0),),
            demand=(need(1.0, line="a"), need(1.0, FEBRUARY, line="b")),
        ),
        241.0,
        "200 + 30 + 10 and one held for a month at 1",
    ),
    HandCase(
        "capacity",
        case(2, offers=(at_home(capacity_per_period=1.0),), demand=(need(2.0, late=30.0),)),
        120.0,
        "none bought: late 2 × 30 × 2 months",
    ),
)  # fmt: skip

FRAMEWORKS = (
    HandCase(
        "booked_and_called",
        framework(_one_of(at_home(unit_price=80.0, contract="framework"), at_home("o")), cost=15.0),
        950.0,
        "10 × (80 + 15)",
    ),
    HandCase(
        "least_booking",
        framework(_one_of(at_home(unit_price=80.0, contract="framework")), cost=15.0, booking_min=20.0),
        1100.0,
        "10 × 80 + 20 × 15",
    ),
    HandCase(
        "outage_seen",
        framework(
            case(
                2,
                offers=(
                    at_home(unit_price=10.0, contract="framework", lead_time_days=31.0),
                    from_abroad("other", unit_price=1000.0),
                ),
                demand=(need(10.0, FEBRUARY),),
                **draws(EVEN, ("b", "demand", "L", None, 0.0), ("b", "availability", "other", JANUARY, 0.0)),
            )
        ),
        70.0,
        "booked for two months 20, called in one draw of two",
    ),
    HandCase(
        "nothing_seen",
        framework(
            case(
                2,
                offers=(at_home(unit_price=10.0, contract="framework", lead_time_days=31.0),),
                demand=(need(10.0, FEBRUARY),),
                **draws(EVEN, ("b", "demand", "L", None, 0.0)),
            )
        ),
        120.0,
        "booked for two months 20, called in both draws",
    ),
    HandCase(
        "seen_line",
        framework(
            case(
                2,
                offers=(at_home(unit_price=10.0, contract="framework", lead_time_days=31.0),),
                demand=(need(10.0, FEBRUARY), need(1.0, late=1.0, line="one"), need(1.0, late=1.0, line="two")),
                **draws(
                    EVEN, ("b", "demand", "L", None, 0.0), ("a", "demand", "one", None, 0.0),
                    ("b", "demand", "two", None, 0.0),
                ),
            )
        ),
        72.0,
        "which of two lines comes in January tells who needs ten in February; that one waits two months at 1",
    ),
)  # fmt: skip

RELIEFS = (
    HandCase(
        "quota_value_rate",
        _one_of(
            from_abroad(), items=(machine(catalog_ref="x"),), qualifications=(relief(quota_cny=400.0),),
            **draws({"w": 1.0}, ("w", "fx", "EUR", None, 20.0)),
        ),
        2160.0,
        "10 × 10 EUR at 20: 2,000, of which 400 are free; 10 % duty on the other 1,600",
    ),
    HandCase(
        "quota_order",
        _one_of(from_abroad(), items=(machine(catalog_ref="x"),), qualifications=(relief(quota_units=3.0),)),
        1070.0,
        "7 × 10 duty",
    ),
    HandCase(
        "quota_in_value",
        _one_of(
            from_abroad(), items=(machine(catalog_ref="x"),), qualifications=(relief(quota_cny=400.0),),
            **draws({"w": 1.0}, ("w", "price", "e", None, 20.0)),
        ),
        2160.0,
        "2,000, of which 400 are free",
    ),
    HandCase(
        "two_certificates",
        _one_of(
            from_abroad(), items=(machine(catalog_ref="x"),),
            qualifications=(relief(quota_units=3.0), relief(certificate="D", quota_units=2.0)),
        ),
        1050.0,
        "5 × 10 duty",
    ),
    HandCase(
        "quota_of_a_year",
        case(
            settings=settings(2, start=date(2026, 12, 1)), items=(machine(catalog_ref="x"),), offers=(from_abroad(),),
            demand=(need(1.0, date(2026, 12, 1), line="a"), need(2.0, JANUARY, line="b")),
            qualifications=(relief(quota_units=1.0),),
        ),
        310.0,
        "one free in each year, one taxed",
    ),
    HandCase(
        "vat_freed",
        _one_of(
            from_abroad(), firms=NO_DEDUCTION, items=(machine(kind="part", hs_code="84669390", catalog_ref="x"),),
            qualifications=(relief(regime="major_equipment", quota_units=4.0),),
        ),
        4 * 100.0 + 6 * 124.3,
        "four without duty and VAT",
    ),
)  # fmt: skip


def _lost_after_one() -> Scenario:
    """Five in each of two months, lost when they have been late for one, at 2,000: buy all ten at 1,600."""
    lines = tuple(need(5.0, day, 2000.0, line, lost_after_periods=1) for line, day in (("a", JANUARY), ("b", FEBRUARY)))
    return case(2, offers=(at_home(unit_price=1600.0),), demand=lines)


def _first_come() -> Scenario:
    """One needed in January, one in February, and a single one to be had, in February, for nothing.

    First come, first served: January's is late once (10); February's is late twice and lost (20). Serving February's
    first would cost 10 less: January's would be late twice and lost.
    """
    lines = tuple(need(1.0, day, 10.0, line, lost_after_periods=2) for line, day in (("a", JANUARY), ("b", FEBRUARY)))
    only = at_home(unit_price=0.0, capacity_per_period=1.0, from_day=FEBRUARY, to_day=FEBRUARY)
    return case(4, offers=(only,), demand=lines)


def _overdue() -> Scenario:
    """Two that were due in November are bought in January."""
    return case(offers=(at_home(),), demand=(need(2.0, date(2026, 11, 1)),))


def _on_time_later() -> Scenario:
    """Two were due in January and two are in February, when nothing may be late.

    Two are bought in February and count as those of February: 200, and two late for two months at 10.
    """
    limit = Limit(rule="min_fill_rate", value=1.0, from_day=FEBRUARY, to_day=FEBRUARY)
    lines = (need(2.0, late=10.0, line="a"), need(2.0, FEBRUARY, 10.0, "b"))
    return case(2, demand=lines, limits=(limit,))


QUEUES = (
    HandCase(
        "workaround",
        case(
            items=(machine(workaround_cost_cny=5.0, workaround_limit=1.0),), offers=(at_home(unit_price=1000.0),),
            demand=(need(2.0, late=100.0),),
        ),
        105.0,
        "one rented for 5, one late for 100",
    ),
    HandCase(
        "lost_after_one",
        case(
            4, demand=(need(2.0, late=60.0, lost_after_periods=1),),
            **draws({"w": 1.0}, ("w", "price", "h", FEBRUARY, 1.0)),
        ),
        120.0,
        "late once and lost, though February is cheap",
    ),
    HandCase(
        "lost_after_two",
        case(
            4, demand=(need(2.0, late=60.0, lost_after_periods=2),),
            **draws({"w": 1.0}, ("w", "price", "h", FEBRUARY, 1.0)),
        ),
        122.0,
        "late once, bought in February for 1 each",
    ),
    HandCase(
        "kept_for_the_urgent",
        case(
            2, offers=(at_home(unit_price=1000.0),), stock=(Stock(item="M", quantity=1.0),),
            demand=(need(1.0, late=1.0, line="b"), need(1.0, FEBRUARY, 10.0, "a")),
        ),
        2.0,
        "the one in stock is kept for the line that costs 10",
    ),
)  # fmt: skip


def _released_for_the_worst() -> Scenario:
    """The reserve has one M, of which it keeps half in the mean; a firm needs one, late for 10.

    In the draw that is the worst since K is late for 100 it is released, in the other one it is kept: the worst is 100.
    """
    return case(
        settings=settings(owner="bureau", risk_weight=1.0, risk_level=0.5),
        items=(machine(), machine("K")),
        offers=(at_home(unit_price=1000.0), at_home("k", item="K", unit_price=1000.0)),
        stock=(Stock(item="M", quantity=1.0, owner=RESERVE),),
        demand=(need(1.0, late=10.0), need(1.0, late=100.0, line="K", item="K")),
        limits=(Limit(rule="min_reserve", item="M", who=RESERVE, value=0.5, within="mean"),),
        **draws({"a": 1.0, "b": 1.0}, ("b", "demand", "K", None, 0.0)),
    )


STOCKS = (
    HandCase("released", _released_for_the_worst(), 100.0, "released in the worst draw, kept in the other one"),
    HandCase(
        "bonded_store",
        case(
            2, items=(machine(volume_m3=2.0),), demand=(need(1.0, FEBRUARY),),
            sites=(Site(site="b", kind="bonded", cost_cny_per_m3_month=1.0, owner="F"),),
            stock=(Stock(item="M", quantity=1.0, site="b"),),
        ),
        2.0,
        "one of 2 m³ is kept in January at 1 per m³ and month, and needed in February",
    ),
    HandCase(
        "two_stores",
        case(
            2, items=(machine(volume_m3=2.0),), stock=(Stock(item="M", quantity=2.0),), demand=(need(2.0, FEBRUARY),),
            sites=(
                Site(site="a", capacity_m3=3.0, cost_cny_per_m3_month=1.0, owner="F"),
                Site(site="b", cost_cny_per_m3_month=3.0, owner="F"),
            ),
        ),
        6.0,
        "3 m³ at 1 and 1 m³ at 3",
    ),
    HandCase(
        "held_and_left",
        case(
            settings=settings(2, terminal_value_share=0.5), items=(machine(holding_rate=0.12, obsolescence_rate=0.24),),
            stock=(Stock(item="M", quantity=3.0),), demand=(need(1.0),),
        ),
        12.0 - 100.0,
        "two held for two months at 3, then worth 50 each",
    ),
    HandCase(
        "by_the_reserve",
        _reserved(firms=NO_DEDUCTION, demand=(need(1.0, FEBRUARY),)),
        100.0,
        "the reserve deducts the VAT that the firm could not",
    ),
    HandCase(
        "release_is_paid",
        _reserved(
            stock=(Stock(item="M", quantity=1.0, owner=RESERVE),), offers=(at_home(unit_price=500.0),),
            reserve_terms=(ReserveTerms(item="M", release_price_share=0.5),),
            budgets=(Budget(payer="F", to_day=FEBRUARY, amount_cny=49.0),),
            items=(machine(whole_units=False),), demand=(need(1.0, FEBRUARY, 10.0),),
        ),
        0.2,
        "49 of the 50 that a whole one costs: 0.02 late",
    ),
    HandCase(
        "consent",
        _reserved(
            settings=settings(3, owner="bureau"), demand=(need(1.0, MARCH, 30.0),), firms=NO_DEDUCTION,
            offers=(at_home(end_user="retransfer", retransfer_days=40.0, unit_price=20.0),),
        ),
        20.0,
        "released in January, it serves in March after 40 days",
    ),
    HandCase(
        "floor_of_the_reserve",
        _reserved(limits=(Limit(rule="min_reserve", item="M", who=RESERVE, value=1.0, from_day=FEBRUARY),)),
        200.0,
        "one for the firm, one for the reserve",
    ),
)  # fmt: skip

BOUNDS = (
    HandCase("min_order_lot", _lots(), 100.0, "ten in two lots, since seven are the least"),
    HandCase("min_order_lot_hard", _lots(Limit(rule="min_fill_rate", value=1.0)), 100.0, "the same, none late"),
    HandCase(
        "many_units",
        framework(
            case(
                items=(machine(whole_units=False),), offers=(at_home(unit_price=1.0, contract="framework"),),
                demand=(need(50_000.0, late=100.0),), limits=(Limit(rule="min_suppliers", value=1.0),),
            ),
            cost=0.001,
        ),
        50_050.0,
        "50,000 kg at 1, booked at 0.001",
    ),
    HandCase(
        "small_order_fee",
        case(
            items=(machine(whole_units=False),), offers=(at_home(unit_price=1.0, order_cost_cny=1.0),),
            demand=(need(10_000.0, late=100.0),), stock=(Stock(item="M", quantity=9_995.0),),
        ),
        6.0,
        "9,995 of 10,000 are there; five at 1, and 1 for the order",
    ),
    HandCase("supplier_without_offer", _nobody_sells(), 30.0, "an idle supplier may be named in a draw; three at 10"),
    HandCase(
        "nobody_can_hold",
        _reserved(
            offers=(at_home(end_user="named"),), demand=(need(1.0, firm="F"),),
            limits=(Limit(rule="min_reserve", item="M", who=RESERVE, value=1.0),),
        ),
        None,
        "all that is sold is tied to its user, and the reserve must hold one",
    ),
    HandCase(
        "nobody_can_hold_at_a_price",
        _reserved(
            offers=(at_home(end_user="named"),), demand=(need(1.0, firm="F"),),
            limits=(Limit(rule="min_reserve", item="M", who=RESERVE, value=1.0, soft_cost_cny=7.0),),
        ),
        114.0,
        "one for the firm, and 7 a month for what the reserve cannot hold",
    ),
    HandCase(
        "floor_of_another_item",
        _reserved(
            items=(machine(), machine("K")), stock=(Stock(item="K", quantity=50.0, owner=RESERVE),),
            offers=(
                from_abroad(unit_price=1.0, duty_rate=0.0),
                at_home(unit_price=1.0, lead_time_days=31.0, to_day=JANUARY),
            ),
            demand=(need(2.0, JANUARY, 10_000.0, firm="F"),),
            limits=(
                Limit(rule="min_reserve", item="K", who=RESERVE, value=50.0),
                Limit(rule="max_country_share", item="M", value=0.25, measure="units"),
            ),
        ),
        10_013.0,
        "firm and reserve have use for two of home each: one from abroad for 10, three of home, one late for a month",
    ),
)  # fmt: skip


def _diluted(**sheets: object) -> Scenario:
    """Four are needed in January; from abroad in time at 10, of home a month late at 1; at most 0.4 from abroad."""
    now, later = from_abroad(unit_price=1.0, duty_rate=0.0), at_home(unit_price=1.0, lead_time_days=31.0)
    limit = Limit(rule="max_country_share", value=0.4, measure="units")
    return case(2, offers=(now, later), demand=(need(4.0, late=10_000.0),), limits=(limit,), **sheets)


LIMITS = (
    HandCase(
        "dilution",
        _diluted(),
        20_023.0,
        "at most four of home are of use: two from abroad for 20, three of home, two late for a month",
    ),
    HandCase(
        "dilution_with_open_needs",
        _diluted(settings=replace(case(2).settings, open_need_share=1.2)),
        46.0,
        "ordered in February they come after the end, four of use too: four from abroad for 40, six of home",
    ),
    HandCase("country", _limited("max_country_share", 0.4, measure="units"), 820.0, "4 × 55 + 6 × 100"),
    HandCase("country_value", _limited("max_country_share", 0.2), 865.0, "3 × 55 + 7 × 100: 150 of 850 in value"),
    HandCase("home", _limited("max_country_share", 0.3, who="CN", measure="units"), 550.0, "all from abroad"),
    HandCase("imports", _limited("max_import_share", 0.4, measure="units"), 820.0, "4 × 55 + 6 × 100"),
    HandCase("supplier", _limited("max_supplier_share", 0.7, measure="units"), 685.0, "7 × 55 + 3 × 100"),
    HandCase("two_suppliers", _limited("min_suppliers", 2.0), 595.0, "9 × 55 + 100"),
    HandCase("concentration", _limited("max_hhi", 0.53, measure="units"), 730.0, "6 × 55 + 4 × 100: 0.36 + 0.16"),
    HandCase("at_a_price", _limited("min_suppliers", 2.0, soft_cost_cny=40.0), 590.0, "550 and 40 for the one missing"),
    HandCase(
        "tax",
        _one_of(from_abroad(), at_home(unit_price=200.0), limits=(Limit(rule="max_tax", value=48.6, who="all"),)),
        1820.0,
        "two at 110, whose duty and VAT are 24.3 each",
    ),
    HandCase(
        "fill_rate",
        case(demand=(need(4.0, late=10.0),), limits=(Limit(rule="min_fill_rate", value=0.5),)),
        220.0,
        "two bought, two late",
    ),
    HandCase(
        "fill_rate_in_the_mean",
        case(
            demand=(need(4.0, late=10.0),), limits=(Limit(rule="min_fill_rate", value=0.5, within="mean"),),
            **draws(EVEN, ("a", "demand", "L", None, 0.0)),
        ),
        210.0,
        "two bought, two late in one draw of two",
    ),
    HandCase(
        "shortage",
        case(2, demand=(need(3.0, late=10.0),), limits=(Limit(rule="max_shortage", value=1.0, from_day=FEBRUARY),)),
        220.0,
        "two bought, one late for two months",
    ),
)  # fmt: skip

BUDGETS = (
    HandCase(
        "carried_over",
        case(
            2, demand=(need(1.0),),
            budgets=(
                Budget(payer="F", to_day=JANUARY, amount_cny=100.0, carry_over=True),
                Budget(payer="F", from_day=FEBRUARY, to_day=FEBRUARY, amount_cny=13.0),
            ),
        ),
        1100.0,
        "113 with VAT: not before February",
    ),
    HandCase(
        "not_carried_over",
        case(
            2, demand=(need(1.0),),
            budgets=(
                Budget(payer="F", to_day=JANUARY, amount_cny=100.0),
                Budget(payer="F", from_day=FEBRUARY, to_day=FEBRUARY, amount_cny=13.0),
            ),
        ),
        2000.0,
        "never",
    ),
    HandCase(
        "kept_back",
        case(
            settings=settings(contingency_share=0.1), items=(machine(whole_units=False),),
            demand=(need(2.0, late=300.0),),
            budgets=(Budget(payer="all", to_day=JANUARY, amount_cny=124.3),),
        ),
        400.0,
        "124.3 ÷ 1.1 = 113: one bought, one late",
    ),
    HandCase(
        "blank_to",
        case(
            3, demand=(need(1.0),), budgets=(Budget(payer="F", amount_cny=95.0),),
            offers=(at_home(deposit_share=0.3, shipment_share=0.6, retention_share=0.1, warranty_months=12.0),),
        ),
        100.0,
        "90 and their VAT are paid within the plan, all VAT comes back, 10 are due a year later: 95 are enough",
    ),
    HandCase(
        "tax_blank_to",
        case(
            offers=(from_abroad(),), demand=(need(1.0),),
            limits=(Limit(rule="max_tax", value=15.0, who="all", within="mean"),),
            **draws(EVEN, ("b", "delay_days", "e", None, 40.0)),
        ),
        610.0,
        "its tax of 24.3 falls into the plan in one draw of two: 12.15; bought, and late for 1,000 in the other",
    ),
    HandCase(
        "reserve_cash",
        case(
            settings=settings(2, owner="bureau"),
            offers=(at_home(to_day=JANUARY),),
            demand=(need(1.0, FEBRUARY, firm="F"),),
            budgets=(
                Budget(payer=RESERVE, to_day=FEBRUARY, amount_cny=50.0),
                Budget(payer="F", to_day=JANUARY, amount_cny=0.0),
                Budget(payer="F", from_day=FEBRUARY, to_day=FEBRUARY, amount_cny=100.0),
            ),
        ),
        1000.0,
        "the reserve would pay 113 in January and get 100 and the VAT back in February; it has 50, the firm nothing",
    ),
    HandCase(
        "in_each_draw",
        case(
            items=(machine(whole_units=False),), offers=(from_abroad(),), demand=(need(2.0, late=1000.0),),
            budgets=(Budget(payer="F", to_day=JANUARY, amount_cny=124.3, within="each_draw"),),
            **draws(EVEN, ("a", "fx", "EUR", None, 20.0)),
        ),
        0.5 * 165.0 + 1500.0,
        "half a machine, which costs 110 or 220",
    ),
    HandCase(
        "margin",
        case(
            2, items=(machine(whole_units=False),), demand=(need(2.0, FEBRUARY, late=1000.0),),
            offers=(from_abroad(payment="LC-sight", lc_deposit_share=0.5, lead_time_days=31.0, to_day=JANUARY),),
            budgets=(Budget(payer="F", to_day=JANUARY, amount_cny=60.0),),
        ),
        1110.0,
        "30 deposit and 30 margin a machine in January: one",
    ),
)  # fmt: skip

RISK = (
    HandCase("mean", _risky(150.0), 75.0, "late in one draw of two"),
    HandCase("half_risk", _risky(120.0, risk_weight=0.5), 90.0, "0.5 × 60 + 0.5 × 120, less than 100"),
    HandCase("worst", _risky(150.0, risk_weight=1.0), 100.0, "bought: late would cost 150"),
    HandCase("min_cvar", _risky(80.0, goal="min_cvar"), 40.0, "the worst whole cost is 100 if it is bought, 80 if not"),
    HandCase("ordered", _risky(80.0, goal="ordered"), 40.0, "the same, none being of priority 1"),
    HandCase(
        "goal_and_rounding",
        case(
            settings=settings(goal="min_cvar", risk_level=0.95),
            items=(machine(whole_units=False),),
            offers=(from_abroad(duty_rate=0.0),),
            demand=(need(1.0, late=120.0),),
            **draws({"a": 1.0, "b": 1.0}, ("a", "fx", "EUR", None, 13.0), ("b", "demand", "L", None, 2.0)),
        ),
        208.0,
        "x machines: 130 x in a, 100 x + 120 (2 - x) in b, the worst is least at 1.6; one is signed, 175 in the mean",
    ),
    HandCase("limit", _risky(120.0, goal="cvar_limit", risk_limit_cny=100.0), 100.0, "bought: late would be 120"),
    HandCase("lost", _lost_after_one(), 16_000.0, "10 x 1,600: who has not waited is not lost"),
    HandCase("first_come", _first_come(), 30.0, "10 late once; 2 x 10 late twice and lost"),
    HandCase("on_time_later", _on_time_later(), 240.0, "2 x 100 in February; 2 late twice at 10"),
    HandCase("overdue", _overdue(), 200.0, "2 x 100 in January"),
)

HAND_CASES: tuple[HandCase, ...] = (
    *MONEY, *ARRIVALS, *ORDERS, *FRAMEWORKS, *RELIEFS, *QUEUES, *STOCKS, *BOUNDS, *LIMITS, *BUDGETS, *RISK,
)  # fmt: skip
