"""A survey to be shared with others: pseudonyms for firms, nothing that tells who they are, the rest made coarse."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from importplan.basics.spans import TimeSpan
from importplan.catalog.load import Catalog
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.scenario import HOME
from importplan.survey.estimates.anonymity import LEFT_OUT, Anonymity, Values, anonymous, joined
from importplan.survey.estimates.pseudonyms import pseudonyms
from importplan.survey.returns.answers import Answer, Record, Told
from importplan.survey.returns.quarters import quarter
from importplan.survey.returns.survey import Survey, SurveyedFirm, SurveyedItem

FIRM = (
    "reliefs", "relief_valid_to", "customs_credit", "imports_by", "dependent_output_cny", "reserve_modes",
    "release_share", "days_lost", "budget_year_1_cny", "budget_year_2_cny", "budget_year_3_cny",
)  # fmt: skip
ITEM = (
    "kind", "hs_code", "unit", "installed", "average_age_years", "use_per_machine_year", "bought_per_year",
    "bought_cny_per_year", "first_maker", "first_origin", "first_share", "paid_to", "second_maker", "second_origin",
    "second_share", "licence_months", "make_months", "transit_months", "install_months", "unit_price", "currency",
    "price_includes_vat", "incoterm", "beside_price", "stock", "storage", "longest_storage_months", "on_order",
    "on_order_due", "survives_months", "output_lost_cny_per_month", "margin_share", "workaround",
    "workaround_per_month", "workaround_cny_per_month", "incidents", "incident_month", "alternatives",
    "accepted_origins", "domestic_status", "validation_months", "validation_cny",
)  # fmt: skip
NEED = ("quantity", "quantity_low", "quantity_high", "firmness")
COARSE = ("unit_price",)  # rounded as amounts in CNY are
MAKERS = ("first_maker", "second_maker")
# What others know of a firm without the survey; what is rather left out first.
KNOWN_FROM_OUTSIDE = ("customs_credit", "city", "size", "industry")

SharedCell = Answer | str | int
SharedRow = tuple[SharedCell, ...]


@dataclass(frozen=True)
class Shared:
    """Rows to be shared. Columns: `FIRM` after pseudonym, city, industry, size class; `ITEM` after pseudonym, number
    and item; `NEED` after pseudonym, number, item and quarter."""

    firms: tuple[SharedRow, ...]
    items: tuple[SharedRow, ...]
    needs: tuple[SharedRow, ...]
    left_out: int  # firms that do not agree
    anonymity: Anonymity
    joined: int = 0  # firms that an earlier release shows too


def shared(
    survey: Survey,
    catalog: Catalog,
    rule: ConfidentialityRule,
    secret: bytes,
    earlier: Sequence[Mapping[str, Values]] = (),
) -> Shared:
    """The rows of a survey as they may be shared, in the order of the pseudonyms.

    Firms that do not agree to a use in aggregate (C5) are left out. `earlier` is what each release before has shown:
    pseudonym → values in the order of `KNOWN_FROM_OUTSIDE`.
    """
    agreed = [firm for firm in survey.firms if firm.record.value("consent") is not False]
    names = pseudonyms(agreed, secret)
    agreed.sort(key=lambda firm: names[firm.firm])
    known = combinations_of(agreed, catalog, rule)
    nothing = (LEFT_OUT,) * len(KNOWN_FROM_OUTSIDE)
    before = tuple(
        tuple(map(joined, zip(nothing, *(shown.get(names[firm.firm], nothing) for shown in earlier), strict=True)))
        for firm in agreed
    )
    found = anonymous([known[firm.firm] for firm in agreed], rule.smallest_cell, before)
    firms: list[SharedRow] = []
    items: list[SharedRow] = []
    needs: list[SharedRow] = []
    for firm, mask in zip(agreed, found.masks, strict=True):
        name = names[firm.firm]
        hidden = {KNOWN_FROM_OUTSIDE[place] for place in mask}
        told = dict(zip(KNOWN_FROM_OUTSIDE, known[firm.firm], strict=True)) | dict.fromkeys(hidden, LEFT_OUT)
        answers = (
            Answer(Told.BLANK, None) if key in hidden else answer
            for key, answer in zip(FIRM, _answers(firm.record, FIRM, catalog), strict=True)
        )
        firms.append((name, told["city"], told["industry"], told["size"], *answers))
        for number, entry in enumerate(_in_order(firm), start=1):
            items.append((name, number, entry.item, *_answers(entry.answers.record, ITEM, catalog)))
            needs += _needs(name, number, entry, catalog)
    again = sum(any(name in shown for shown in earlier) for name in names.values())
    return Shared(tuple(firms), tuple(items), tuple(needs), len(survey.firms) - len(agreed), found, again)


def combinations_of(firms: Sequence[SurveyedFirm], catalog: Catalog, rule: ConfidentialityRule) -> dict[str, Values]:
    """Firm → what is known of it from outside, without a city and an industry of few firms."""
    cities, industries = Counter(firm.city for firm in firms), Counter(firm.industry for firm in firms)
    found = {}
    for firm in firms:
        values = {
            "customs_credit": str(firm.record.value("customs_credit") or LEFT_OUT),
            "city": LEFT_OUT if rule.few(cities[firm.city]) else firm.city,
            "size": catalog.size_classes.key(catalog.size_classes.place(firm.record.number("revenue_cny"))),
            "industry": LEFT_OUT if rule.few(industries[firm.industry]) else firm.industry,
        }
        found[firm.firm] = tuple(values[key] for key in KNOWN_FROM_OUTSIDE)
    return found


def _in_order(firm: SurveyedFirm) -> list[SurveyedItem]:
    """The items whose place on the list is sure; of others only their name as written is known, which may tell."""
    return sorted((entry for entry in firm.items if entry.sure), key=lambda entry: entry.item)


def _needs(name: str, number: int, entry: SurveyedItem, catalog: Catalog) -> Iterator[SharedRow]:
    for need in entry.answers.needs:
        yield (name, number, entry.item, quarter(need) or "", *_answers(need, NEED, catalog))


def _answers(record: Record, keys: tuple[str, ...], catalog: Catalog) -> list[Answer]:
    return [_coarse(key, record.answer(key), catalog) for key in keys]


def _coarse(key: str, answer: Answer, catalog: Catalog) -> Answer:
    """An answer without its place and its words as written; dates are years, amounts have two figures."""
    value = answer.value
    if isinstance(value, TimeSpan):
        value = str(value.last.year)
    elif isinstance(value, date):
        value = str(value.year)
    elif key in MAKERS:
        value = _maker(value, catalog)
    elif isinstance(value, float | int) and not isinstance(value, bool) and _is_amount(key):
        value = two_figures(float(value))
    return Answer(Told.BLANK if answer.told is Told.VALUE and value is None else answer.told, value)


def _is_amount(key: str) -> bool:
    return key in COARSE or "_cny" in key


def _maker(value: object, catalog: Catalog) -> str | None:
    """A known foreign maker by its name on record; a domestic one may be a firm of the survey."""
    known = catalog.makers.find(value) if isinstance(value, str) else None
    return known.name if known is not None and HOME not in known.countries else None


def two_figures(amount: float) -> float:
    """An amount rounded to two figures: 1,234 → 1,200."""
    return round(amount, 1 - math.floor(math.log10(abs(amount)))) if amount else 0.0
