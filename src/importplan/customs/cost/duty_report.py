"""All that the command `duty` shows of a case: rows for people, lines for machines, the assumptions behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.basics.issues import Issue
from importplan.basics.labels import Language, known, text
from importplan.basics.periods import Periods
from importplan.catalog.load import Catalog
from importplan.catalog.source_words import in_language
from importplan.customs.cost.duty_lines import DutyLine, duty_lines
from importplan.customs.cost.landed_cost import table
from importplan.customs.cost.overview import ArrivalRun, OverviewRow, overview
from importplan.customs.cost.pricing import Pricing, gather
from importplan.customs.cost.table import LandedTable
from importplan.customs.relief.relief_rows import ReliefRow, relief_rows
from importplan.customs.relief.worth import reductions
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import DOMESTIC

JOIN = "; "  # between the parts of a source

NAMED_PAYERS = 3  # more buyers than this are counted, not named


@dataclass(frozen=True)
class DutyReport:
    """A priced case, ready to be shown."""

    pricing: Pricing
    table: LandedTable
    rows: tuple[OverviewRow, ...]
    reliefs: tuple[ReliefRow, ...]  # every claim to relief with its verdict, those that are barred too

    @property
    def scenario(self) -> Scenario:
        """The case."""
        return self.pricing.scenario

    @property
    def notes(self) -> tuple[Issue, ...]:
        """The assumptions behind the amounts."""
        return self.table.notes

    def lines(self) -> Iterator[DutyLine]:
        """Every amount by arrival period of the plan."""
        return duty_lines(self.pricing, self.table)

    def arrival(self, run: ArrivalRun, language: Language) -> str:
        """A run of arrival periods in words: `2027Q1`, `2027Q1–2027Q4`, `2027Q1 及以后`."""
        calendar: Periods = self.scenario.calendar
        first = calendar.label(run.first)
        if run.last is None:
            return f"{first} {text('duty.arrival_beyond', language)}"
        return first if run.last == run.first else f"{first}–{calendar.label(run.last)}"

    def payers(self, row: OverviewRow, language: Language) -> str:
        """The buyers of a row in words."""
        return self.named(row.payers, language)

    def named(self, payers: tuple[str, ...], language: Language) -> str:
        """Buyers in words: all of them, a few names, or how many there are."""
        among = frozenset(payers)
        firms = [firm for firm in self.scenario.all_firms if firm.firm in among]
        words = [firm.name or firm.firm for firm in firms]
        if len(firms) == len(self.scenario.all_firms) > 1:
            words = [text("duty.all_firms", language)]
        elif len(firms) > NAMED_PAYERS:
            words = [text("duty.firms_counted", language, first=words[0], count=len(firms))]
        if RESERVE in payers:
            words.append(text("duty.reserve", language))
        return text("duty.and", language).join(words)

    def regime(self, row: OverviewRow, language: Language) -> str:
        """The treatment of a row with the standing of its relief; a relief that is not in force says so."""
        catalog = self.pricing.catalog
        if not row.has_relief:
            return catalog.ordinary.name(language)
        name = catalog.regimes[row.regime].name(language)
        status = text(f"relief_status.{row.status}", language)
        key = "duty.relief_in_force" if row.relieved else "duty.relief_taxed"
        return text(key, language, regime=name, status=status)

    def firm(self, firm: str) -> str:
        """The name of a firm."""
        return self.scenario.name_of(firm)

    def item(self, row: OverviewRow | ReliefRow, language: Language) -> str:
        """The name of the item of a row."""
        chosen = row.item.name_zh if language == "zh" else row.item.name_en
        return chosen or row.item.name_zh or row.item.name_en or row.item.item

    def incoterm(self, row: OverviewRow, language: Language) -> str:
        """The term of delivery; a purchase in China in words."""
        return text("duty.bought_in_china", language) if row.offer.incoterm == DOMESTIC else row.offer.incoterm

    def origin(self, row: OverviewRow, language: Language) -> str:
        """The origin of the goods of a row."""
        return self.pricing.catalog.countries.name(self.scenario.origin_of(row.offer), language)


def rule_words(rule: str, language: Language) -> str:
    """A rule of a traced line in words; a document number stands for itself."""
    return text(rule, language) if known(rule) else rule


def source_words(source: str, language: Language) -> str:
    """Where an amount comes from: catalogs in words, a column of the sheet `offers` by its heading."""
    first, separator, more = source.partition(JOIN)
    term, _, column = first.rpartition(": ")
    key = f"column.offers.{column}"
    if not known(key):
        return in_language(source, language)
    words = text("result.given_in_offers", language, column=text(key, language))
    return (f"{term}: {words}" if term else words) + separator + in_language(more, language)


def report(scenario: Scenario, catalog: Catalog) -> DutyReport:
    """Price a case and prepare what is shown. Raises InputRejected as pricing does."""
    pricing = gather(scenario, catalog)
    priced = table(pricing)
    claims = relief_rows(pricing.judgements, scenario.calendar.count)
    return DutyReport(pricing, priced, overview(pricing, priced, reductions(scenario, catalog, priced)), claims)


def select(scenario: Scenario, items: tuple[str, ...]) -> Scenario:
    """The case with only the offers of some items; all offers when none are named."""
    if not items:
        return scenario
    return scenario.replace(offers=tuple(offer for offer in scenario.offers if offer.item in items))
