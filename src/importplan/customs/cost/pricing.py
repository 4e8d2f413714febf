"""What pricing needs, gathered once: quotes, options, certificates; and the terms of one option and period."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.basics.money import exact
from importplan.catalog.cited import Cited
from importplan.catalog.load import Catalog
from importplan.customs.cost.arrival_segments import Arrivals, arrivals
from importplan.customs.cost.base_rates import base_rates
from importplan.customs.cost.options import options, reliefs
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.quote import Quote, Setting, quotes, remark_on_customs_rates, remark_on_extra_duties
from importplan.customs.cost.subsidy import check_subsidies
from importplan.customs.cost.table import LandedOption
from importplan.customs.cost.terms import PurchaseTerms
from importplan.customs.declaring.modes import check_modes, with_modes
from importplan.customs.declaring.permits import note_permits
from importplan.customs.relief.relief_notes import note_findings
from importplan.customs.relief.rulings import Judgements, Ruling, judge_all
from importplan.scenario.contract_price import signed_price
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder


@dataclass(frozen=True)
class Pricing:
    """A case ready for pricing. Faults have stopped it before; `problems` keeps the notes."""

    scenario: Scenario
    catalog: Catalog
    arrivals: Arrivals
    rates: dict[str, Cited]
    quotes: tuple[Quote, ...]
    judgements: Judgements
    options: tuple[LandedOption, ...]
    problems: Problems

    @cached_property
    def deductible(self) -> dict[str, bool]:
        """Payer → whether it deducts VAT. The reserve is taken to."""
        return {RESERVE: True} | {firm.firm: firm.vat_deductible for firm in self.scenario.all_firms}

    def terms(self, option: LandedOption, period: int, relieved: bool) -> PurchaseTerms:
        """The terms of an option that arrives in a period, with or without its relief."""
        found = self.quotes[self.scenario.offer_index[option.offer]]
        segment = int(self.arrivals.segment[period])
        version = None
        if relieved and (ruling := self.ruling(option)) is not None:
            version = ruling.at(period).treatment
        return PurchaseTerms(
            quote=found,
            duty=found.duty[segment],
            extra_duty=found.extra_duty[segment],
            vat=found.vat[segment],
            vat_deductible=self.deductible[option.payer],
            relief=version,
            customs_value_rule=self.catalog.ordinary.rules["customs_value"],
        )

    def in_force(self, option: LandedOption) -> NDArray[np.bool_]:
        """Arrival periods (P,) in which the relief of an option frees goods; none for the ordinary option.

        A certificate must be valid from the first to the last day of the period, because the day within it is not
        known. What is only planned frees nothing.
        """
        ruling = self.ruling(option)
        return np.zeros(self.arrivals.count, dtype=np.bool_) if ruling is None else ruling.granted

    def ruling(self, option: LandedOption) -> Ruling | None:
        """The ruling on the relief of an option; options that share it pay the same taxes. None: no relief."""
        if option.qualification is None:
            return None
        return self.judgements.of(option.offer, option.qualification).ruling

    def taxed_alike(self, option: LandedOption) -> Hashable:
        """Equal for options that pay the same amounts: a handful for an offer, however many firms there are."""
        return option.offer, self.deductible[option.payer], self.ruling(option)

    def relieved(self, option: LandedOption, period: int) -> bool:
        """Whether the relief of an option frees goods that arrive in a period."""
        return bool(self.in_force(option)[period])


def with_offer(pricing: Pricing, offer: Offer) -> Pricing:
    """The case with one of its offers alone, with other papers; its goods, and so reliefs, stay."""
    scenario, problems = pricing.scenario.replace(offers=(offer,)), Problems()
    rates = base_rates(scenario, pricing.catalog, problems)
    setting = Setting(scenario, pricing.catalog, pricing.arrivals.segment_days, rates, problems)
    found = quotes(setting)
    problems.stop_if_any()
    return replace(pricing, scenario=scenario, rates=rates, quotes=found)


def on_day(pricing: Pricing, day: date) -> Pricing:
    """The case at the rates of one day, whatever the period of arrival; reliefs stay those of the periods."""
    problems = Problems()
    setting = Setting(pricing.scenario, pricing.catalog, (day,), pricing.rates, problems)
    found = quotes(setting)
    problems.stop_if_any()
    one = replace(pricing.arrivals, segment=np.zeros_like(pricing.arrivals.segment), segment_days=(day,))
    return replace(pricing, arrivals=one, quotes=found, problems=problems)


def with_signed(pricing: Pricing, order: OpenOrder) -> Pricing:
    """The case with the offer of a signed order alone, at the price, currency and rate of the contract."""
    scenario = pricing.scenario
    offer = scenario.offers[scenario.offer_index[order.offer]]
    found, price = with_offer(pricing, offer), signed_price(offer, order)
    rate = found.rates[price.currency]
    if price.locked_rate is not None:
        rate = Cited(exact(price.locked_rate), "rule.fx_given", str(order.cell("fx_locked_rate")) or "-", "given")
    return replace(found, quotes=(replace(found.quotes[0], price=price, currency_rate=rate),))


def gather(
    scenario: Scenario,
    catalog: Catalog,
    imagined: int = 0,
    times: Arrivals | None = None,
    settled: Callable[[Judgements], Judgements] | None = None,
) -> Pricing:
    """Read the case against the catalog. Raises InputRejected with all that is unknown.

    `imagined` rows at the end of `qualifications` are certificates that nobody has: they claim nothing of the others.
    `times` are single days of arrival (`on_days`) in place of the periods of the case. `settled` makes of the
    judgements what they would be once a doubt is settled (`customs/relief/answers.py`).
    """
    problems = Problems()
    scenario = with_modes(scenario, catalog)
    check_modes(scenario, catalog, problems)
    check_subsidies(scenario, catalog, problems)
    times = times or arrivals(scenario.calendar, catalog)
    rates = base_rates(scenario, catalog, problems)
    found = reliefs(scenario, catalog, problems)
    setting = Setting(scenario, catalog, times.segment_days, rates, problems)
    quoted = quotes(setting)
    remark_on_extra_duties(setting, quoted)
    remark_on_customs_rates(setting, quoted)
    judgements = judge_all(scenario, catalog, times, found, len(scenario.qualifications) - imagined)
    if settled is not None:
        judgements = settled(judgements)
    note_findings(scenario, judgements, problems)
    note_permits(scenario, catalog, problems)
    listed = options(scenario, judgements)
    if any(option.payer == RESERVE for option in listed):
        problems.note("reserve-deducts-vat")
    problems.stop_if_any()
    return Pricing(scenario, catalog, times, rates, quoted, judgements, listed, problems)
