"""All ways of a shipment on a terminal: those that are open, cheapest first; the others with what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.cli.declare_tables import price_break_words
from importplan.cli.terminal import terminal
from importplan.cli.traced_lines import traced_lines
from importplan.customs.cost.duty_report import source_words
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.customs.declaring.alternative import DeclaringAlternative
from importplan.customs.declaring.report import WaysReport, fits, point
from importplan.results.names import Names
from importplan.scenario.contract_price import break_reached
from importplan.scenario.schema.items import Item

MARKS = {"usable": "●", "doubt": "◐", "missing": "○"}


def show_ways(report: WaysReport, language: Language, explain: bool) -> None:
    """Print every item on standard output; with `explain` every line of every way too."""
    console = terminal()
    if not report.ways:
        console.print(text("duty.no_offers", language))
    for item in report.items:
        notes = _Notes(Names(report.duty.scenario, report.duty.pricing.catalog, language))
        console.print(_open(report, item, notes, language))
        closed = [way for way in report.of(item) if way.standing == "missing" and fits(way)]
        if closed:
            console.print(_closed(report, closed, notes, language))
        console.print(notes.words(), soft_wrap=True)  # Chinese has no blanks to wrap at
        for line in (*_instalments(report, item, language), *_breaks(report, item, language)):
            console.print(Text(line), soft_wrap=True)
        unfit = dict.fromkeys(report.treatment(way, language) for way in report.of(item) if not fits(way))
        if unfit:
            console.print(text("ways.not_applicable", language, regimes=text("duty.and", language).join(unfit)))
        for offer in report.offers(item)[:1]:
            console.print(_modes(report, offer.offer, language))
        if explain:
            for way in report.of(item):
                console.print(_trace(report, way, language))


class _Notes:
    """What is missing or to check, each said once under a number."""

    def __init__(self, names: Names) -> None:
        self.names, self.language = names, names.language
        self.numbers: dict[str, int] = {}

    def of(self, way: DeclaringAlternative) -> str:
        """The numbers of a way."""
        said = dict.fromkeys(point(self.names.note(found), self.language) for found in way.open_points)
        return ",".join(str(self.numbers.setdefault(words, len(self.numbers) + 1)) for words in said)

    def words(self) -> Text:
        """All of them."""
        lines = [f"{number:>3}. {words}" for words, number in self.numbers.items()]
        return Text("\n".join([text("ways.points_title", self.language), *lines]) if lines else "")


def _title(report: WaysReport, item: Item, language: Language) -> str:
    name = (item.name_zh if language == "zh" else item.name_en) or item.name_zh or item.item
    unit = Names(report.duty.scenario, report.duty.pricing.catalog, language).unit(item.item)
    arrival, quantity = report.label(report.shipment.arrival), f"{report.shipment.quantity:g}"
    values = {"hs_code": item.hs_code, "quantity": quantity, "unit": unit, "arrival": arrival}
    return text("ways.title", language, item=name, **values)


def _open(report: WaysReport, item: Item, notes: _Notes, language: Language) -> Table:
    words = ("ways.standing", "duty.offer", "ways.way")
    numbers = (
        "duty.duty_rate", "duty.landed_cost_short", "duty.vat_cash_short", "ways.cash_short", "ways.later_short",
        "ways.points",
    )  # fmt: skip
    table = _table(_title(report, item, language), words, numbers, language)
    for way in report.of(item):
        if way.standing == "missing":
            continue
        rate = way.rate(DUTY.key)
        table.add_row(
            f"{MARKS[way.standing]} {text(f'ways.standing.{way.standing}', language)}",
            _offer(report, way, language),
            Text(report.treatment(way, language)),
            "-" if rate is None else f"{rate:.2%}",
            f"{way.cost_cny:,.2f}",
            f"{way.amount(VAT_CASH.key):,.2f}",
            f"{way.cash_on_arrival_cny:,.2f}",
            f"{way.tax_later_cny:,.2f}",
            notes.of(way),
        )
    return table


def _closed(report: WaysReport, ways: list[DeclaringAlternative], notes: _Notes, language: Language) -> Table:
    """One row for each treatment: the offer on which it would save most stands for the others."""
    numbers = ("duty.tax_relieved", "duty.cost_effect", "duty.cash_effect", "ways.points")
    table = _table(text("ways.not_yet_title", language), ("ways.way", "duty.offer"), numbers, language)
    alike: dict[str, list[DeclaringAlternative]] = {}
    for way in ways:
        alike.setdefault(report.treatment(way, language), []).append(way)
    for treatment, group in alike.items():
        best = max(group, key=lambda way: report.against_ordinary(way).cost_effect_cny)
        found = report.against_ordinary(best)
        sums = (found.tax_relieved_cny, found.cost_effect_cny, found.cash_effect_cny)
        offer = _offer(report, best, language)
        offers = len({way.offer.offer for way in group})
        if offers > 1:
            offer.append(f"\n{text('ways.other_offers', language, count=offers - 1)}")
        table.add_row(Text(treatment), offer, *(f"{each:,.2f}" for each in sums), notes.of(best))
    return table


def _instalments(report: WaysReport, item: Item, language: Language) -> Iterator[str]:
    """Of the ways that are open: what is due on which day."""
    title = text("ways.instalments_title", language)
    for way in report.of(item):
        if way.vat_instalments and way.standing != "missing":
            yield f"{way.offer.offer} · {report.treatment(way, language)} · {title}"
        for part in way.vat_instalments if way.standing != "missing" else ():
            share, amount = f"{part.share:.0%}", f"{part.amount_cny:,.2f}"
            values = {"number": part.number, "due": part.due.isoformat(), "share": share, "amount": amount}
            yield f"  {text('ways.instalment', language, **values)}"


def _breaks(report: WaysReport, item: Item, language: Language) -> Iterator[str]:
    quantity = report.shipment.quantity
    for offer in report.offers(item):
        reached = break_reached(offer, report.duty.scenario.price_breaks, quantity)
        if reached is not None:
            yield f"{offer.offer}: {price_break_words(reached.from_quantity, quantity, language)}"


def _offer(report: WaysReport, way: DeclaringAlternative, language: Language) -> Text:
    duty = report.duty
    origin = duty.pricing.catalog.countries.name(duty.scenario.origin_of(way.offer), language)
    bought = text("duty.bought_in_china", language) if way.offer.incoterm == "domestic" else way.offer.incoterm
    several = len(duty.scenario.all_firms) > 1
    who = f"\n{duty.named(way.payers, language)}" if several else ""
    return Text(f"{way.offer.offer} {origin} {bought}{who}")


def _modes(report: WaysReport, offer: str, language: Language) -> Table:
    first = next(way.offer for way in report.ways if way.offer.offer == offer)
    numbers = ("ways.mode_days", "ways.mode_fee", "ways.mode_guarantee")
    table = _table(text("ways.modes_title", language, offer=offer), ("ways.mode",), numbers, language)
    table.add_column(text("ways.mode_needs", language), overflow="fold")
    for mode in report.modes():
        needs = mode.condition_zh if language == "zh" else mode.condition_en
        if mode.proposal:
            needs = f"{text('ways.mode_proposal', language)}　{needs}"
        days = max(0.0, first.clearance_days + float(mode.days))
        fee = first.clearance_cost_cny + float(mode.fee_cny)
        secured = report.guarantee(first, mode)
        table.add_row(Text(mode.name(language)), f"{days:.2f}", f"{fee:,.2f}", f"{secured:,.2f}", Text(needs))
    return table


def _trace(report: WaysReport, way: DeclaringAlternative, language: Language) -> Table:
    title = f"{MARKS[way.standing]} {way.offer.offer} · {report.treatment(way, language)}"
    table = traced_lines(title, way.lines, language)
    for found in way.findings:
        effect = text(f"duty.effect_{found.effect.value}", language)
        sure = text(f"confidence.{found.confidence}", language) if found.confidence else ""
        source = source_words(found.source, language)
        table.add_row(effect, "", "", "", Text(point(found, language)), Text(source), sure)
    return table


def _table(title: str, words: tuple[str, ...], numbers: tuple[str, ...], language: Language) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    for key in words:
        table.add_column(text(key, language), overflow="fold")
    for key in numbers:
        table.add_column(text(key, language), justify="right", no_wrap=True)
    return table
