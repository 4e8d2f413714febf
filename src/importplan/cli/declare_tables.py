"""A declaration on a terminal: its days with their articles, taxes by offer, what being late costs."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.catalog.load import Catalog
from importplan.catalog.rules.regimes import Citation
from importplan.cli.terminal import terminal
from importplan.cli.traced_lines import traced_lines
from importplan.customs.cost.duty_report import source_words
from importplan.customs.declaring.declaration import DeclarationDays, DeclaredShipment, OfferDeclared
from importplan.results.names import Names
from importplan.scenario.contract_price import break_reached
from importplan.scenario.scenario import RESERVE, Scenario


def show_declarations(found: DeclaredShipment, language: Language) -> None:
    """Print all of it on standard output."""
    console, scenario, catalog = terminal(), found.scenario, found.catalog
    if not found.declarations:
        console.print(text("duty.no_offers", language))
        return
    console.print(Text("\n".join([*_days(found.days, language), *_converted(found, language)])), soft_wrap=True)
    for each in found.declarations:
        console.print(_table(each, scenario, catalog, language))
        console.print(Text("\n".join(_about(each, scenario, language))), soft_wrap=True)
    if found.notes:
        names = Names(scenario, catalog, language)
        console.print(text("duty.notes", language))
        for number, note in enumerate(map(names.note, found.notes), start=1):
            console.print(Text(f"{number:>3}. {note.found(language)}\n     → {note.repair(language)}"), soft_wrap=True)


def _days(days: DeclarationDays, language: Language) -> list[str]:
    situation = days.situation
    return [
        text("declare.rate_day", language, situation=situation.name(language), day=days.rate_day,
             which=situation.day_words(language), rule=_rule(situation.cited, language)),
        text("declare.pay_by", language, day=days.pay_by, rule=_rule(days.payment.cited, language)),
    ]  # fmt: skip


def _converted(found: DeclaredShipment, language: Language) -> list[str]:
    rule = _rule(found.catalog.customs_rates.rule, language)
    return [
        text("declare.converted_assumed" if each.is_assumed else "declare.converted", language, rule=rule,
             currency=each.currency, rate=f"{each.rate.value:f}", month=f"{each.month:%Y-%m}", day=each.reference_day)
        for each in found.rates
    ]  # fmt: skip


def _table(found: OfferDeclared, scenario: Scenario, catalog: Catalog, language: Language) -> Table:
    item = found.item
    name = (item.name_zh if language == "zh" else item.name_en) or item.name_zh or item.item
    regime = catalog.regimes.get(found.regime)
    treatment = (regime or catalog.ordinary).name(language)
    buyers = text("duty.and", language).join(
        text("duty.reserve", language) if payer == RESERVE else scenario.name_of(payer) for payer in found.payers
    )
    parts = (f"{found.offer.offer} {found.offer.incoterm}", f"{name} {item.hs_code} · {found.quantity:g} {item.unit}",
             treatment, buyers)  # fmt: skip
    return traced_lines(" · ".join(part for part in parts if part), found.lines, language)


def _about(found: OfferDeclared, scenario: Scenario, language: Language) -> list[str]:
    days, late = found.days, found.late
    said = [
        text("declare.total", language, tax=f"{found.tax_cny:,.2f}", day=days.pay_by,
             fee=f"{found.late_fee_a_day_cny:,.2f}", floor=f"{days.late_fee.floor_cny:f}",
             rule=_rule(days.late_fee.cited, language))
    ]  # fmt: skip
    if late is not None:
        key = "declare.late" if late.amount_cny else "declare.late_below" if late.waived_cny else "declare.in_time"
        rule = _rule(Citation(late.rule.document, late.rule.source, late.rule.confidence), language)
        rate, value = f"{late.rule.daily_rate:.2%}", f"{found.customs_value_cny:,.2f}"
        said.append(
            text(key, language, last=late.last_free_day, days=late.days, rate=rate, value=value, rule=rule,
                 amount=f"{late.amount_cny or late.waived_cny:,.0f}", floor=f"{late.rule.floor_cny:f}")
        )  # fmt: skip
        if late.is_estimated:
            said.append(text("declare.holidays_estimated", language, year=late.last_free_day.year))
    if found.is_small:
        small = days.small_amount
        said.append(text("declare.small", language, amount=f"{small.duty_cny:f}", rule=_rule(small.cited, language)))
    reached = break_reached(found.offer, scenario.price_breaks, found.quantity)
    if reached is not None:
        said.append(price_break_words(reached.from_quantity, found.quantity, language))
    return said


def price_break_words(from_quantity: float, quantity: float, language: Language) -> str:
    """Which price holds for all units."""
    return text("ways.price_break", language, from_quantity=f"{from_quantity:g}", quantity=f"{quantity:g}")


def _rule(cited: Citation, language: Language) -> str:
    sure = text(f"confidence.{cited.confidence}", language)
    return f"{source_words(cited.document, language)}（{sure}）" if language == "zh" else f"{cited.document} ({sure})"
