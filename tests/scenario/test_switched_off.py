"""The column `use`: what is switched off takes no part, takes along what hangs on it, and leaves contracts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from case_tables import CaseTables

from importplan.documents.case.example import example
from importplan.pipeline.case import in_memory
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.names import Names
from importplan.results.page_one.page import summary
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.stock import Stock
from importplan.scenario.switched_off import off_words, switched_off

CASE = example("en")
SECOND = replace(CASE.items[0], item="M2", name_zh="二号", name_en="second")
NEED = replace(CASE.demand[0], line="D2", item="M2", quantity=1.0)
OFFER = replace(CASE.offers[1], offer="S2-M2", item="M2")
TWO = CASE.replace(items=(*CASE.items, SECOND), demand=(*CASE.demand, NEED), offers=(*CASE.offers, OFFER))


def off(scenario: Scenario, sheet: str, *ids: str) -> Scenario:
    """The case with rows switched off as a person would."""
    rows = getattr(scenario, sheet)
    return scenario.replace(
        **{
            sheet: tuple(
                replace(row, use=False) if getattr(row, row.id_column().attribute) in ids else row for row in rows
            )
        }
    )


def test_an_item_takes_its_needs_offers_limits_and_stock_along() -> None:
    limit = Limit(rule="min_fill_rate", item="M2", value=1.0)
    stock = Stock(item="M2", quantity=1.0)
    found, told = switched_off(off(TWO, "items", "M2").replace(limits=(limit,), stock=(stock,)))
    assert found.replace(off=()) == CASE
    assert {row.SHEET for row in found.off} == {"items", "demand", "offers", "limits", "stock"}
    (issue,) = told
    assert issue.code == "switched-off-with"
    assert "demand D2" in issue.found("en") and "报价 S2-M2" in issue.found("zh")


def test_a_supplier_takes_offers_and_risk_targets_along_but_no_needs() -> None:
    target = replace(CASE.risk_targets[0], target="supplier:S2")
    limit = Limit(rule="max_supplier_share", who="S2", value=0.5)
    found, _ = switched_off(off(TWO, "suppliers", "S2").replace(risk_targets=(target,), limits=(limit,)))
    assert [row.offer for row in found.offers] == ["S1-M1"]
    assert (found.risk_targets, found.limits, len(found.demand)) == ((), (), 2)


def test_what_hangs_on_what_goes_along_goes_too() -> None:
    """Supplier → its offer → the price of the offer in draws."""
    target = replace(CASE.risk_targets[0], target="offer:S2-M2")
    found, told = switched_off(off(TWO, "suppliers", "S2").replace(risk_targets=(target,)))
    assert found.risk_targets == ()
    assert len(told) == 1


def test_nothing_is_touched_where_all_is_in_use() -> None:
    assert switched_off(TWO) == (TWO, ())


def signed(case: Scenario) -> Scenario:
    return case.replace(
        open_orders=(
            OpenOrder(
                order="PO1", offer="S2-M1", quantity=1.0, ordered=date(2026, 9, 1), due=date(2027, 6, 1), paid_share=0.3
            ),
        )
    )


def test_a_signed_contract_of_a_supplier_that_is_off_still_arrives_and_nothing_new_is_bought() -> None:
    found, told = switched_off(off(signed(TWO), "suppliers", "S2"))
    assert [row.offer for row in found.offers] == ["S1-M1", "S2-M1"]
    assert found.offers[1].to_day == date(2026, 12, 31)
    assert [row.supplier for row in found.suppliers] == ["S1", "S2"]
    assert told[0].code == "switched-off-but-signed" and "PO1" in told[0].found("zh")

    # Without a limit on money, so that only the switch decides.
    case = off(signed(CASE), "suppliers", "S2").replace(budgets=(), risks=(), risk_targets=())
    result = plan_case(case, RunSettings(seed=1, draws=4))
    ordered = {result.landed.options[order.option].offer for order in result.solution.plan.orders}
    assert ordered <= {"S1-M1"}
    for way in result.alternatives:
        assert {result.landed.options[order.option].offer for order in way.orders} <= {"S1-M1"}, way.key
    names = Names(result.scenario, result.catalog, "zh")
    page = "\n".join(line for section in summary(result, names).sections for line in section.lines)
    assert "未列入（已停用）：供应商 S2" in page
    assert result.agreement is not None


def test_the_echo_names_it_and_reads_back_the_same() -> None:
    found, _ = switched_off(off(signed(TWO), "suppliers", "S2"))
    again = Scenario(
        settings=found.settings, **{key: found.rows(key) for key in ("items", "demand", "suppliers", "offers")},
        open_orders=found.open_orders, budgets=found.budgets, risks=found.risks, risk_targets=found.risk_targets,
        fx=found.fx,
    )  # fmt: skip
    assert switched_off(again)[0] == found
    assert off_words(found, "en") == "suppliers S2; offers S2-M1"


def test_a_case_made_in_python_is_switched_too() -> None:
    case = in_memory(off(TWO, "items", "M2"))
    assert [row.item for row in case.scenario.items] == ["M1"]
    assert [issue.code for issue in case.issues if "switched" in issue.code] == ["switched-off-with"]


def test_the_supplier_of_an_offer_that_is_off_with_it_is_still_known() -> None:
    """Tables of all quotes tell of offers that are switched off."""
    case = CaseTables()
    case.set_cell("suppliers", 2, "use", "no")
    scenario, _ = case.read()
    assert scenario is not None
    gone = [row for row in scenario.off if isinstance(row, Offer)]
    assert gone and all(scenario.supplier_of(offer).supplier == offer.supplier for offer in gone)
    assert not {offer.supplier for offer in gone} & set(scenario.supplier_index)
