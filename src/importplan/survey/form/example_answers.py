"""The answers of the example: a made-up compressor maker, one machine and one part, and their needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from importplan.basics.labels import Language, known, text
from importplan.basics.periods import add_months
from importplan.basics.spans import TimeSpan
from importplan.survey.questions import Asks, Question
from importplan.survey.returns.answers import Answer, AnswerValue, Told

NONE, UNKNOWN = Told.NONE, Told.UNKNOWN
Line = Mapping[str, AnswerValue | Told]

FIRM: Line = {
    "credit_code": "91440600MA5EXAMPLR", "customs_code": "4406960000", "revenue_cny": 860e6,
    "dependent_output_cny": 320e6, "reliefs": ("encouraged_project",), "relief_valid_to": date(2028, 12, 31),
    "customs_credit": "general", "imports_by": "itself", "contact_phone": "13800000000",
    "reserve_modes": ("entrusted", "framework"), "release_share": 1.0, "days_lost": 45.0, "budget_year_1_cny": 26e6,
    "budget_year_2_cny": 18e6, "budget_year_3_cny": UNKNOWN, "consent": True, "signed_on": date(2026, 12, 10),
}  # fmt: skip

MACHINE: Line = {
    "kind": "machine", "hs_code": UNKNOWN, "unit": "machine", "installed": 3.0, "average_age_years": 8.0,
    "use_per_machine_year": NONE, "bought_per_year": 0.3, "bought_cny_per_year": 4.5e6, "first_origin": "DE",
    "first_share": 0.7, "paid_to": "agent", "second_origin": "JP", "second_share": 0.3, "licence_months": 3.0,
    "make_months": 12.0, "transit_months": 2.0, "install_months": 3.0, "unit_price": 1.85e6, "currency": "EUR",
    "price_includes_vat": False, "incoterm": "CIF", "beside_price": ("installation_inside",),
    "stock": NONE, "on_order": 1.0, "on_order_due": TimeSpan.of_months(2027, 6),
    "survives_months": 6.0, "output_lost_cny_per_month": 3e6, "margin_share": 0.25, "workaround": "subcontract",
    "workaround_per_month": 0.5, "workaround_cny_per_month": 400e3,
    "incidents": ("licence_delay", "end_user_statement"), "incident_month": TimeSpan.of_months(2026, 3),
    "alternatives": ("other_country", "lower_spec"), "accepted_origins": ("DE", "JP", "CH"),
    "domestic_status": "validation", "validation_months": 18.0, "validation_cny": 3.5e6,
}  # fmt: skip

PART: Line = {
    "kind": "part", "hs_code": "84821090", "unit": "set", "installed": 40.0, "average_age_years": UNKNOWN,
    "use_per_machine_year": 1.5, "bought_per_year": 55.0, "bought_cny_per_year": 450e3, "first_origin": "JP",
    "first_share": 0.6, "paid_to": "trader", "second_origin": "DE", "second_share": 0.4, "licence_months": 0.0,
    "make_months": 4.0, "transit_months": 1.0, "install_months": 0.0, "unit_price": 8200.0, "currency": "CNY",
    "price_includes_vat": True, "incoterm": "domestic", "beside_price": NONE, "stock": 30.0, "storage": "climate",
    "longest_storage_months": 24.0, "on_order": NONE, "survives_months": 6.0, "output_lost_cny_per_month": 150e3,
    "margin_share": 0.3, "workaround": "none", "incidents": ("price_rise",),
    "incident_month": TimeSpan.of_months(2025, 11),
    "alternatives": ("other_country", "domestic"), "accepted_origins": ("JP", "DE", "SE"),
    "domestic_status": "small_batch", "validation_months": 9.0, "validation_cny": 600e3,
}  # fmt: skip

# Item, quarters after the first one, quantity, lowest, highest, firmness.
NEEDS: tuple[tuple[int, int, float, float | Told, float | Told, str], ...] = (
    (1, 1, 1.0, 1.0, 1.0, "budgeted"),
    (1, 6, 1.0, 0.0, 2.0, "intended"),
    (2, 0, 15.0, 15.0, 15.0, "signed"),
    (2, 1, 15.0, 12.0, 18.0, "budgeted"),
    (2, 2, 15.0, UNKNOWN, UNKNOWN, "intended"),
)


def example_answer(question: Question, line: Line, named: str, language: Language) -> Answer:
    """The answer of the example; texts are in the labels table under `survey.example.<named>.<question>`."""
    key = f"survey.example.{named}.{question.key}"
    if question.asks is Asks.TEXT and known(key):
        return Answer(Told.VALUE, text(key, language))
    value = line.get(question.key, Told.BLANK)
    return Answer(value) if isinstance(value, Told) else Answer(Told.VALUE, value)


def example_needs(start: date) -> list[dict[str, Answer]]:
    """The rows of the sheet of needs, from the quarter that holds `start`."""
    first = TimeSpan.quarter_of(start).first
    rows = []
    for item, quarters, quantity, low, high, firmness in NEEDS:
        told = (float(item), TimeSpan.quarter_of(add_months(first, 3 * quarters)), quantity, low, high, firmness)
        keys = ("item_number", "period", "quantity", "quantity_low", "quantity_high", "firmness")
        answers = (Answer(one) if isinstance(one, Told) else Answer(Told.VALUE, one) for one in told)
        rows.append(dict(zip(keys, answers, strict=True)))
    return rows
