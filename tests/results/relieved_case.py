"""The tiny case with reliefs in every state: a machine in stock under supervision, a signed order under an application,
planned orders, and a quota round to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from tiny_case import CONSENT, tiny_case

from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.stock import Stock


def relieved_case(language: str = "zh") -> Scenario:
    """One grinder released 2026-04-10 at 8,000,000; one more on order at 12,000,000 CIF in yuan, due 2027-02-10."""
    case = tiny_case(language)
    held = Qualification(
        firm="F1",
        regime="鼓励项目",
        certificate="=项目确认书-7",
        item="GRINDER",
        **CONSENT,
        project_no="P-7",
        policy_clause="第十四类机械第3条",
        tax_nature="789",
        customs_office="佛山海关",
        use_place="佛山一厂",
    )
    applied = replace(case.qualifications[0], certificate="确认书-8", quota_units=None)
    # The bearings get a relief that is only planned
    parts = Qualification(
        firm="F1",
        regime="major_equipment",
        item="BEARING",
        **CONSENT,
        status="planned",
        certificate="2027年度资格",
        valid_from=date(2027, 1, 1),
    )
    machine = OpenOrder(
        order="PO-2",
        offer="G-MITSUI",
        firm="F1",
        quantity=1.0,
        ordered=date(2026, 9, 1),
        due=date(2027, 2, 10),
        contract_no="+2026-CT-9",
        unit_price=12_000_000.0,
        currency="CNY",
        relief="确认书-8",
        stage="licensed",
    )
    return case.replace(
        firms=(Firm(firm="F1", name="佛山某压缩机有限公司", credit_code="", customs_code="4406900001"),),
        qualifications=(applied, held, parts),
        stock=(
            *case.stock,
            Stock(
                item="GRINDER",
                quantity=1.0,
                owner="F1",
                customs_status="relieved",
                released_on=date(2026, 4, 10),
                value_cny=8_000_000.0,
            ),
            Stock(item="BEARING", quantity=2.0, owner="F1", customs_status="relieved"),
        ),
        open_orders=(*case.open_orders, machine),
    )


@cache
def relieved() -> PlanResult:
    """The result of the case."""
    return plan_case(relieved_case(), RunSettings(fresh=20))
