"""The duty and VAT rate of goods on a day, for what is made up later than on import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.basics.errors import RuleUnknown
from importplan.catalog.load import Catalog
from importplan.customs.cost.duty_rate import RateQuestion, extra_rate, given_rate
from importplan.customs.cost.problems import Problems
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer


@dataclass(frozen=True, slots=True)
class DayRates:
    """Rates as shares of the customs value; VAT also on the duties."""

    duty: Decimal
    extra_duty: Decimal
    vat: Decimal


def rates_on(scenario: Scenario, catalog: Catalog, item: Item, offer: Offer | None, day: date) -> DayRates | None:
    """The rates of a day, None where one is not on record.

    Goods whose offer is not known (stock) count as of no agreement: MFN, or the provisional rate where it is lower.
    """
    try:
        vat = catalog.vat_rate(item.hs_code, day, "rule.import_vat").value
        if offer is None:
            tariff = catalog.tariff.rate(item.hs_code, day)
            provisional = tariff.row.provisional
            return DayRates(tariff.rate if provisional is None else min(tariff.rate, provisional), Decimal(0), vat)
        problems = Problems()  # what is remarkable about the rate was said when the offer was priced
        stated = given_rate(offer, problems)
        question = RateQuestion(offer, item, scenario.origin_of(offer), catalog, problems)
        duty, extra = stated or question.on(day), extra_rate(offer, item, question.origin, catalog, day)
    except RuleUnknown:
        return None
    return DayRates(duty.value, extra.value if extra else Decimal(0), vat)
