"""The questionnaire as data: every question with its number, group, kind of answer and unit.

The words stand in the labels table under `survey.question.<key>` (heading; `also` lists headings that older versions or
hurried people use) and `survey.choice.<question>.<value>`; terms of delivery are those of the sheet `offers`, with its
words. Template, reader and reports all go by this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from importplan.catalog.rules.grants import ITEM_KINDS
from importplan.scenario.contract_price import BESIDE_THE_PRICE
from importplan.scenario.schema.offers import Offer

FIRM, ITEM, NEED = "firm", "item", "need"
GROUPS = (FIRM, ITEM, NEED)
VERSION = "2026.1"
VERSION_NAME = "importplan_survey_version"  # of a defined name of the workbook, which says the version
BUDGETS = ("budget_year_1_cny", "budget_year_2_cny", "budget_year_3_cny")  # of the first years
FIRMNESSES = ("signed", "budgeted", "approved", "intended")


class Asks(Enum):
    """What kind of answer a question asks for."""

    TEXT = "text"
    CREDIT_CODE = "credit_code"  # 统一社会信用代码: 18 characters with a check digit
    CUSTOMS_CODE = "customs_code"  # 海关注册编码: 10 characters
    HS_CODE = "hs_code"  # 8 or 10 digits
    NUMBER = "number"
    MONEY = "money"  # CNY; the form asks for 万元
    SHARE = "share"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    COUNTRY = "country"
    COUNTRIES = "countries"
    CURRENCY = "currency"
    QUARTER = "quarter"
    MONTH = "month"
    DATE = "date"
    UNTIL = "until"  # the last day of something


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form. `number` is printed beside it (A1 … C5); several fields may share a number."""

    number: str
    key: str
    group: str
    asks: Asks
    unit: str = ""  # of the answer: months, share, CNY, units …; the form may ask for 万元
    choices: tuple[str, ...] = ()
    required: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on a form: the unit that its heading or its hint names, folded, and the heading."""

    question: Question
    unit: str = ""  # 万元, 元, %, 天 …; empty where the form says nothing
    heading: str = ""  # of a column


INCOTERM = next(spec for spec in Offer.specs() if spec.key == "incoterm")

QUESTIONS: tuple[Question, ...] = (
    Question("A1", "firm_name", FIRM, Asks.TEXT, required=True),
    Question("A2", "credit_code", FIRM, Asks.CREDIT_CODE),
    Question("A3", "customs_code", FIRM, Asks.CUSTOMS_CODE),
    Question("A4", "city", FIRM, Asks.TEXT),
    Question("A4", "district", FIRM, Asks.TEXT),
    Question("A5", "industry", FIRM, Asks.TEXT),
    Question("A6", "revenue_cny", FIRM, Asks.MONEY, "CNY per year", low=0.0),
    Question("A6", "dependent_output_cny", FIRM, Asks.MONEY, "CNY per year", low=0.0),
    Question("A7", "reliefs", FIRM, Asks.SOME_OF, choices=(
        "encouraged_project", "major_equipment", "integrated_circuits", "new_displays", "research_bodies")),
    Question("A7", "relief_valid_to", FIRM, Asks.UNTIL),
    Question("A8", "customs_credit", FIRM, Asks.ONE_OF, choices=("aeo", "general", "dishonest")),
    Question("A8", "imports_by", FIRM, Asks.ONE_OF, choices=("itself", "agent")),
    Question("A9", "contact_name", FIRM, Asks.TEXT),
    Question("A9", "contact_position", FIRM, Asks.TEXT),
    Question("A9", "contact_phone", FIRM, Asks.TEXT),
    Question("B1", "kind", ITEM, Asks.ONE_OF, choices=ITEM_KINDS),
    Question("B2", "item_name", ITEM, Asks.TEXT, required=True),
    Question("B3", "brand_model", ITEM, Asks.TEXT),
    Question("B3", "hs_code", ITEM, Asks.HS_CODE),
    Question("B4", "spec", ITEM, Asks.TEXT),
    Question("B5", "unit", ITEM, Asks.ONE_OF, choices=("machine", "set", "piece", "kilogram")),
    Question("B5", "installed", ITEM, Asks.NUMBER, "units", low=0.0),
    Question("B5", "average_age_years", ITEM, Asks.NUMBER, "years", low=0.0, high=80.0),
    Question("B6", "use_per_machine_year", ITEM, Asks.NUMBER, "units per machine and year", low=0.0),
    Question("B7", "bought_per_year", ITEM, Asks.NUMBER, "units per year", low=0.0),
    Question("B7", "bought_cny_per_year", ITEM, Asks.MONEY, "CNY per year", low=0.0),
    Question("B8", "first_maker", ITEM, Asks.TEXT),
    Question("B8", "first_origin", ITEM, Asks.COUNTRY),
    Question("B8", "first_share", ITEM, Asks.SHARE, "share", low=0.0, high=1.0),
    Question("B8", "paid_to", ITEM, Asks.ONE_OF, choices=("maker", "subsidiary", "agent", "trader")),
    Question("B9", "second_maker", ITEM, Asks.TEXT),
    Question("B9", "second_origin", ITEM, Asks.COUNTRY),
    Question("B9", "second_share", ITEM, Asks.SHARE, "share", low=0.0, high=1.0),
    Question("B12", "licence_months", ITEM, Asks.NUMBER, "months", low=0.0, high=120.0),
    Question("B12", "make_months", ITEM, Asks.NUMBER, "months", low=0.0, high=120.0),
    Question("B12", "transit_months", ITEM, Asks.NUMBER, "months", low=0.0, high=60.0),
    Question("B12", "install_months", ITEM, Asks.NUMBER, "months", low=0.0, high=60.0),
    Question("B13", "unit_price", ITEM, Asks.NUMBER, "currency named beside it", low=0.0),
    Question("B13", "currency", ITEM, Asks.CURRENCY),
    Question("B13", "price_includes_vat", ITEM, Asks.YES_NO),
    Question("B13", "incoterm", ITEM, Asks.ONE_OF, choices=INCOTERM.choices),
    # A firm knows what was paid beside the price, seldom how much of it falls on a unit: the amounts are asked of few.
    Question("B13", "beside_price", ITEM, Asks.SOME_OF, choices=BESIDE_THE_PRICE),
    Question("B14", "stock", ITEM, Asks.NUMBER, "units", low=0.0),
    Question("B14", "storage", ITEM, Asks.ONE_OF, choices=("ambient", "climate", "vacuum")),
    Question("B14", "longest_storage_months", ITEM, Asks.NUMBER, "months", low=0.0, high=600.0),
    Question("B15", "on_order", ITEM, Asks.NUMBER, "units", low=0.0),
    Question("B15", "on_order_due", ITEM, Asks.MONTH),
    Question("B16", "survives_months", ITEM, Asks.NUMBER, "months", low=0.0, high=600.0),
    Question("B17", "output_lost_cny_per_month", ITEM, Asks.MONEY, "CNY per unit and month", low=0.0),
    Question("B17", "margin_share", ITEM, Asks.SHARE, "share", low=-1.0, high=1.0),
    Question("B18", "workaround", ITEM, Asks.ONE_OF, choices=(
        "none", "rental", "subcontract", "old_machine", "downgrade")),
    Question("B18", "workaround_per_month", ITEM, Asks.NUMBER, "units per month", low=0.0),
    Question("B18", "workaround_cny_per_month", ITEM, Asks.MONEY, "CNY per unit and month", low=0.0),
    Question("B19", "incidents", ITEM, Asks.SOME_OF, choices=(
        "licence_delay", "licence_refusal", "service_stopped", "price_rise", "end_user_statement")),
    Question("B19", "incident_month", ITEM, Asks.MONTH),
    Question("B20", "alternatives", ITEM, Asks.SOME_OF, choices=(
        "other_country", "domestic", "higher_spec", "lower_spec", "skd", "own_parts")),
    Question("B20", "accepted_origins", ITEM, Asks.COUNTRIES),
    Question("B21", "domestic_status", ITEM, Asks.ONE_OF, choices=(
        "none", "prototype", "validation", "small_batch", "series")),
    Question("B21", "validation_months", ITEM, Asks.NUMBER, "months", low=0.0, high=120.0),
    Question("B21", "validation_cny", ITEM, Asks.MONEY, "CNY", low=0.0),
    Question("B10", "item_number", NEED, Asks.NUMBER, low=1.0),
    Question("B10", "period", NEED, Asks.QUARTER, required=True),
    Question("B10", "quantity", NEED, Asks.NUMBER, "units", required=True, low=0.0),
    Question("B10", "quantity_low", NEED, Asks.NUMBER, "units", low=0.0),
    Question("B10", "quantity_high", NEED, Asks.NUMBER, "units", low=0.0),
    Question("B11", "firmness", NEED, Asks.ONE_OF, choices=FIRMNESSES),
    Question("C1", "reserve_modes", FIRM, Asks.SOME_OF, choices=(
        "government", "entrusted", "firm", "framework", "none")),
    Question("C2", "release_share", FIRM, Asks.SHARE, "share of landed cost", low=0.0, high=2.0),
    Question("C3", "difficulties", FIRM, Asks.TEXT),
    Question("C3", "days_lost", FIRM, Asks.NUMBER, "days", low=0.0),
    Question("C4", "budget_year_1_cny", FIRM, Asks.MONEY, "CNY", low=0.0),
    Question("C4", "budget_year_2_cny", FIRM, Asks.MONEY, "CNY", low=0.0),
    Question("C4", "budget_year_3_cny", FIRM, Asks.MONEY, "CNY", low=0.0),
    Question("C5", "consent", FIRM, Asks.YES_NO),
    Question("C5", "signed_by", FIRM, Asks.TEXT),
    Question("C5", "signed_on", FIRM, Asks.DATE),
)  # fmt: skip

BY_KEY: dict[str, Question] = {question.key: question for question in QUESTIONS}


def of_group(group: str) -> tuple[Question, ...]:
    """The questions of a group, in the order of the form."""
    return tuple(question for question in QUESTIONS if question.group == group)


def choice_key(question: str, choice: str) -> str:
    """The key in the labels table of a choice of a question."""
    home = f"choice.{Offer.SHEET}" if question == INCOTERM.key else "survey.choice"
    return f"{home}.{question}.{choice}"
