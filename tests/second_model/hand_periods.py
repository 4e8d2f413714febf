"""What is written as a month, a quarter, a half-year or a year keeps its length, by hand.

Two machines at 100 CNY are needed in the last period of the plan, at home and at once; late they cost 1,000 each and
period. What is in stock at the end of a month costs 1 CNY each.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.tables.cell import CellValue
from second_model.hand import JANUARY, at_home, case, draws, framework, from_abroad, machine, need, relief, settings
from second_model.hand_cases import HandCase
from second_model.written import written

FEBRUARY_ON = date(2027, 2, 1)


def _needed(period: str, periods: int, by: str = "month", late: float = 1000.0, **sheets: object) -> Scenario:
    """Two needed in a period of a plan of so many months or quarters."""
    monthly = {"month": 1.0, "quarter": 3.0}[by]
    given = {
        "settings": settings(periods, period=by),
        "items": (machine(holding_rate=0.12),),
        "demand": (need(2.0, late=late * monthly),),
    }
    return written(case(**(given | sheets)), {"demand.period": period})  # type: ignore[arg-type]


def _budget(to: CellValue, period: str, periods: int, by: str = "month") -> Scenario:
    """Nobody may spend more than 50 until then."""
    given = _needed(period, periods, by, budgets=(Budget(payer="F", amount_cny=50.0),))
    return written(given, {"budgets.from": "2027", "budgets.to": to})


def _limit(rule: str, first: CellValue, last: CellValue, late: float) -> Scenario:
    """Needed in December: 10 % duty from abroad, nothing at home."""
    given = _needed(
        "2027-12", 12, late=late, offers=(from_abroad(),), limits=(Limit(rule=rule, item="all", who="all", value=0.0),)
    )
    return written(given, {"limits.from": first, "limits.to": last})


def _drawn(what: str, name: str, period: CellValue, value: float, need_in: str, **sheets: object) -> Scenario:
    given = draws({"w": 1.0}, ("w", what, name, JANUARY, value))
    return written(_needed(need_in, 12, **given, **sheets), {"draw_values.period": period})


def _offered(to: CellValue) -> Scenario:
    """Needed in March, to be ordered until then."""
    return written(_needed("2027-03", 3), {"offers.to": to})


def _booked(to: CellValue) -> Scenario:
    """Needed in March and callable from then on, under a framework booked at 1 CNY a unit and month until then."""
    given = framework(_needed("2027-03", 6, offers=(at_home(contract="framework", from_day=date(2027, 3, 1)),)))
    return written(given, {"suppliers.booking_to": to})


def _certified(to: CellValue) -> Scenario:
    """Ordered in July or before, it arrives 75 days later: on 14 September under a relief from 10 % duty, or taxed."""
    offers = (from_abroad(lead_time_days=75.0),)
    given = _needed(
        "2027Q3", 4, "quarter", items=(machine(catalog_ref="x"),), offers=offers, qualifications=(relief(),)
    )
    return written(given, {"qualifications.valid_to": to, "offers.from": "2027Q3"})


def _due(day: CellValue) -> Scenario:
    """One signed for is due, and installed 20 days later; it is needed in the first quarter."""
    given = _needed(
        "2027Q1",
        2,
        "quarter",
        offers=(at_home(install_days=20.0, to_day=date(2026, 1, 1)),),
        demand=(need(1.0, late=1000.0),),
        open_orders=(OpenOrder(order="P", offer="h", firm="F", quantity=1.0, due=JANUARY, paid_share=1.0),),
    )
    return written(given, {"open_orders.due": day})


def _from_february(period: CellValue) -> Scenario:
    """Quarters from February; nothing can be bought before August."""
    given = case(
        settings=settings(4, period="quarter", start=FEBRUARY_ON),
        items=(machine(holding_rate=0.12),),
        demand=(need(2.0),),
        offers=(replace(at_home(), from_day=date(2027, 8, 1)),),
    )
    return written(given, {"demand.period": period})


def _from_september(period: CellValue, by: str = "month") -> Scenario:
    """Nothing can be bought before September, or the last quarter."""
    first = date(2027, 9, 1) if by == "month" else date(2027, 10, 1)
    offers = (at_home(from_day=first),)
    given = _needed("2027", 12 if by == "month" else 4, by, offers=offers)
    return written(given, {"demand.period": period})


BINDING = 2000.0  # nothing may be bought for the last period of the plan
PERIOD_CASES: tuple[HandCase, ...] = (
    *(
        HandCase(f"budget_to_{to}_by_{by}", _budget(to, need_in, count, by), value, f"50 until {to}: {value:g}")
        for to, need_in, count, by, value in (
            ("2027-03", "2027-03", 3, "month", BINDING), ("2027-03", "2027-04", 4, "month", 200.0),
            ("2027-03-31", "2027-03", 3, "month", BINDING),
            ("2027Q4", "2027-12", 12, "month", BINDING), ("2027年4季度", "2027-12", 12, "month", BINDING),
            ("2027Q3", "2027-10", 10, "month", 200.0),
            ("2027H1", "2027-06", 6, "month", BINDING), ("2027H1", "2027-07", 7, "month", 200.0),
            ("2027", "2027-12", 12, "month", BINDING), (2027, "2027-12", 12, "month", BINDING),
            ("2027", "2028-01", 13, "month", 200.0),
            ("2027Q4", "2027Q4", 4, "quarter", 3 * BINDING), ("2027下半年", "2027Q4", 4, "quarter", 3 * BINDING),
            ("2027年度", "2027Q4", 4, "quarter", 3 * BINDING), ("2027Q3", "2027Q4", 4, "quarter", 200.0),
            ("2027-08", "2027Q3", 3, "quarter", 3 * BINDING), ("2027-12", "2027Q4", 4, "quarter", 3 * BINDING),
        )
    ),
    HandCase("limit_quarter_on_months", _limit("max_shortage", "2027Q4", "2027Q4", 1.0), 220.0, "bought for December"),
    HandCase("limit_year_on_months", _limit("max_shortage", "2027", "2027", 1.0), 220.0, "the same"),
    HandCase("limit_before_december", _limit("max_shortage", "2027Q3", "2027-11", 1.0), 2.0, "2 late in December"),
    HandCase("tax_quarter_on_months", _limit("max_tax", "2027Q1", "2027Q4", 1000.0), 2000.0, "no duty until December"),
    HandCase("tax_until_november", _limit("max_tax", "2027Q1", "2027-11", 1000.0), 220.0, "duty in December"),
    HandCase(
        "availability_of_a_quarter", _drawn("availability", "h", "2027Q4", 0.0, "2027-11"), 204.0,
        "2 x 100 in September, held at the ends of September and October",
    ),
    HandCase(
        "availability_of_a_month", _drawn("availability", "h", "2027-10", 0.0, "2027-11"), 200.0, "bought in November"
    ),
    HandCase("price_of_a_quarter", _drawn("price", "h", "2027Q4", 50.0, "2027-12"), 100.0, "2 x 50 in December"),
    HandCase("price_of_a_month", _drawn("price", "h", "2027-10", 50.0, "2027-12"), 104.0, "in October, held twice"),
    HandCase("price_of_a_year", _drawn("price", "h", "2027", 50.0, "2027-12"), 100.0, "the whole year"),
    HandCase(
        "rate_of_a_half", _drawn("fx", "EUR", "2027H2", 5.0, "2027-12", offers=(from_abroad(),)), 110.0,
        "2 x 10 EUR x 5 and 10 % duty",
    ),
    HandCase(
        "delay_of_a_quarter", _drawn("delay_days", "h", "2027Q4", 100.0, "2027-12"), 206.0,
        "2 x 100 in September, held at the ends of three months",
    ),
    HandCase("offer_to_a_quarter", _offered("2027Q1"), 200.0, "ordered in March"),
    HandCase("offer_to_a_month", _offered("2027-02"), 202.0, "ordered in February, held once"),
    HandCase("booking_to_a_quarter", _booked("2027Q1"), 206.0, "2 x 100, booked for three months at 1"),
    HandCase("booking_to_a_half", _booked("2027H1"), 212.0, "2 x 100, booked for six months"),
    HandCase("certificate_to_a_month", _certified("2027-09"), 200.0, "free of duty on 14 September"),
    HandCase("certificate_to_a_quarter", _certified("2027Q3"), 200.0, "the same"),
    HandCase("certificate_to_august", _certified("2027-08"), 220.0, "10 % duty"),
    HandCase("contract_due_in_a_month", _due("2027-03"), 1000.0, "there on 31 March, of use from 20 April on"),
    HandCase("contract_due_on_a_day", _due("2027-03-01"), 0.0, "of use from 21 March on"),
    HandCase("need_across_periods", _from_february("2027Q3"), 200.0, "30 September lies in August to October"),
    HandCase("need_of_july_from_february", _from_february("2027-07"), 2200.0, "late once: 2 x 1,000"),
    HandCase("need_of_a_quarter", _from_september("2027Q3"), 200.0, "needed in September"),
    HandCase("need_of_a_month", _from_september("2027-07"), 4200.0, "late at the ends of July and August"),
    HandCase("need_of_a_half", _from_september("2027H1"), 6200.0, "needed in June: late three times"),
    HandCase("need_of_a_year", _from_september("2027"), 200.0, "needed in December"),
    HandCase("need_of_a_year_by_quarters", _from_september("2027", "quarter"), 200.0, "needed in the last quarter"),
    HandCase("need_of_a_month_by_quarters", _from_september("2027-08", "quarter"), 6200.0, "late in the third quarter"),
)  # fmt: skip
