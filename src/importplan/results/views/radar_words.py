"""The change radar in sentences: what follows, why, by which day, on which ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from importplan.basics.periods import add_months
from importplan.customs.cost.duty_report import rule_words, source_words
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.table import ChargeLine
from importplan.customs.relief.claim import Finding
from importplan.results.names import Names
from importplan.results.radar.catalog_changes import CatalogChange
from importplan.results.radar.consignments import Source
from importplan.results.radar.radar import (
    Bearing,
    ChargeChange,
    RadarCase,
    RadarLine,
    Timing,
)
from importplan.results.radar.supervised_change import LotChange
from importplan.results.views.radar_told import Radar, Told, names_of

SHOWN = 6  # lines that sentences tell
DAY = timedelta(days=1)
MONTHS = 12
ZERO = Decimal(0)


def radar_sentences(found: Radar, names: Names) -> Iterator[str]:
    """What differs, who gains and loses, the days to mind, what is not known, and how it was reckoned."""
    word, unit = names.word, names.in_summary_unit
    before, after = found.called(names)
    if not found.changes:
        yield word("radar.no_changes", before=before, after=after)
    else:
        told = names.word("result.list_join").join(change_name(names, change) for change in found.changes[:SHOWN])
        yield word("radar.which", before=before, after=after, count=len(found.changes), told=told)
    orders = [line for _, line in found.lines if line.goods.source is not Source.OFFER]
    count = {bearing: sum(line.bearing is bearing for line in orders) for bearing in Bearing}
    losses = sum((each.losses for each in found.firms), ZERO)
    gains = sum((each.gains for each in found.firms), ZERO)
    cash = sum((each.cash for each in found.firms), ZERO)
    values = {"losses": losses, "gains": gains, "net": losses - gains, "cash": cash}
    yield word(
        "radar.totals",
        files=len(found.cases),
        orders=len(orders),
        losing=count[Bearing.LOSES],
        gaining=count[Bearing.GAINS],
        same=count[Bearing.SAME],
        decided=count[Bearing.DECIDED],
        **{key: unit(float(value)) for key, value in values.items()},
    )
    yield from (line_words(names, case, line) for case, line in _first(found.lines))
    yield from _days(found, names)
    if count[Bearing.OPENS]:
        open_now = [line for line in orders if line.bearing is Bearing.OPENS]
        worth = sum((-line.cost_cny for line in open_now), ZERO)
        cash = sum((-line.cash_cny for line in open_now), ZERO)
        yield word("radar.opens", count=len(open_now), worth=unit(float(worth)), cash=unit(float(cash)))
    unpriced = sum(line.bearing is Bearing.UNPRICED for _, line in found.lines)
    if unpriced:
        yield word("radar.unpriced", count=unpriced)
    offered = [line for _, line in found.lines if line.goods.source is Source.OFFER]
    if offered:
        yield word("radar.offers", count=sum(line.bearing is not Bearing.UNPRICED for line in offered))
    if found.lots:
        affected = sum(lot.affected for _, lot in found.lots)
        unknown = sum(lot.change_cny is None for _, lot in found.lots)
        yield word("radar.lots", count=len(found.lots), affected=affected, unknown=unknown)
    for counted in (False, True):
        files = [fault.name for fault in found.faults if fault.counts is counted]
        if files:
            key = "radar.twice" if counted else "radar.faults"
            yield word(key, count=len(files), files=", ".join(files[:SHOWN]))
    yield word("radar.method")


def _first(lines: Iterable[Told]) -> Iterator[Told]:
    left = SHOWN
    for case, line in lines:
        if line.counts and left:
            left -= 1
            yield case, line


def _days(found: Radar, names: Names) -> Iterator[str]:
    """The days before which one must declare, each with what hangs on it; those that are over, together."""
    by_day: dict[Any, list[Timing]] = {}
    passed = 0
    for _, line in found.lines:
        if line.declare_before is None:
            continue
        if line.declare_before.passed:
            passed += 1
        else:
            by_day.setdefault(line.declare_before.change, []).append(line.declare_before)
    for change, timings in sorted(by_day.items()):
        cost = sum((timing.cost_cny for timing in timings), ZERO)
        cash = sum((timing.cash_cny for timing in timings), ZERO)
        values = {"day": change - DAY, "count": len(timings)}
        yield names.word(
            "radar.day", **values, cost=names.in_summary_unit(float(cost)), cash=names.in_summary_unit(float(cash))
        )
    if passed:
        yield names.word("radar.days_passed", count=passed)


def line_words(names: Names, case: RadarCase, line: RadarLine) -> str:
    """One order in a sentence."""
    mine = names_of(names, case)
    return names.word(
        f"radar.line.{line.bearing.value}", firm=mine.firm(line.goods.payer), what=reference_words(mine, line),
        item=mine.item(line.goods.item.item), cost=abs(line.cost_cny), cash=line.cash_cny, why=because(mine, line),
    )  # fmt: skip


def reference_words(names: Names, line: RadarLine) -> str:
    """`合同 2026-CT-9`, `计划订单 3`, `报价 A-DMG`."""
    goods = line.goods
    return names.word(f"radar.source.{goods.source.value}", number=goods.number, reference=goods.reference)


def payers_words(names: Names, line: RadarLine) -> str:
    """The payer; of an offer, with how many firms pay alike."""
    firm = names.firm(line.goods.payer)
    return firm if line.goods.payers == 1 else names.word("radar.firms_alike", firm=firm, count=line.goods.payers)


def because(names: Names, line: RadarLine) -> str:
    """Why goods cost more or less, or why nothing changes."""
    if line.bearing is Bearing.DECIDED and line.goods.order is not None:
        stage = names.choice("open_orders.stage", line.goods.order.stage)
        return names.word("radar.why.decided", stage=stage)
    if line.bearing is Bearing.UNPRICED:
        told = (f"{names.note(issue).found(names.language)}" for issue in line.faults)
        return names.word("radar.join").join(told) or names.word("radar.why.nobody")
    if not line.charges and line.after is not None and line.after.exempt == line.goods.quantity:
        regime = names.catalog.regimes[line.after.option.regime].name(names.language)
        return names.word("radar.why.relieved", regime=regime, day=line.goods.day)
    if not line.charges:
        return names.word("radar.why.same" if line.goods.declared else "radar.why.not_declared", day=line.goods.day)
    return names.word("radar.join").join(_reasons(names, line))


def _reasons(names: Names, line: RadarLine) -> Iterator[str]:
    before, after = line.before, line.after
    assert before is not None and after is not None
    if before.hs_code != after.hs_code:
        yield names.word("radar.why.renumbered", before=before.hs_code, after=after.hs_code)
    if before.exempt != after.exempt:
        way = (after if after.exempt else before).option
        regime = names.catalog.regimes.get(way.regime)
        name = regime.name(names.language) if regime else way.regime
        kind = "relief_lost" if not after.exempt else "relief_won" if not before.exempt else "quota"
        yield names.word(f"radar.why.{kind}", regime=name, before=before.exempt, after=after.exempt)
        yield from (names.note(finding).found(names.language) for finding in bars(line))
        return
    for change in line.charges:
        if _rules(change.was) != _rules(change.now):
            yield names.word(
                "radar.why.rate", charge=names.word(f"charge.{change.charge}"), before=_rate_words(names, change.was),
                after=_rate_words(names, change.now), change=change.after - change.before,
            )  # fmt: skip
        elif change.charge not in (DUTY.key,):
            yield names.word(
                "radar.why.base", charge=names.word(f"charge.{change.charge}"), change=change.after - change.before
            )


def bars(line: RadarLine) -> tuple[Finding, ...]:
    """What bars the relief on the side that has lost it."""
    if line.before is None or line.after is None or line.before.exempt <= line.after.exempt:
        return ()
    return line.after.verdict.bars if line.after.verdict is not None else ()


def _rules(lines: tuple[ChargeLine, ...]) -> tuple[tuple[Decimal | None, str], ...]:
    return tuple((line.rate, line.rule) for line in lines)


def _rate_words(names: Names, lines: tuple[ChargeLine, ...]) -> str:
    told = dict.fromkeys(
        names.word("radar.rate", rate=line.rate or ZERO, rule=rule_words(line.rule, names.language)) for line in lines
    )
    return names.word("result.list_join").join(told) or "–"


def rests_on(names: Names, line: RadarLine) -> str:
    """The sources of the charges that differ, under NEW, with their confidence."""
    if line.after is None:
        return ""
    told = dict.fromkeys(
        names.word("radar.rests_on", charge=names.word(f"charge.{change.charge}"),
                   source=source_words(each.source, names.language),
                   confidence=names.word(f"confidence.{each.confidence}"))
        for change in line.charges
        if _differs(change)
        for each in change.now
    )  # fmt: skip
    return names.word("radar.join").join(told)


def _differs(change: ChargeChange) -> bool:
    return _rules(change.was) != _rules(change.now)


def timing_words(names: Names, line: RadarLine) -> str:
    """`2026-12-31（含）前申报，少付 …`; `已过`."""
    told = []
    if line.declare_before is not None:
        timing = line.declare_before
        key = "radar.timing.passed" if timing.passed else "radar.timing.before"
        values = {"day": timing.change - DAY, "earlier": (line.goods.day - timing.change + DAY).days}
        told.append(names.word(key, **values, cost=timing.cost_cny, cash=timing.cash_cny))
    if line.declare_from is not None:
        timing = line.declare_from
        told.append(names.word("radar.timing.from", day=timing.change, cost=timing.cost_cny, cash=timing.cash_cny))
    return names.word("radar.join").join(told)


def lot_why(names: Names, lot: LotChange, case: RadarCase) -> str:
    """What a change means for supervised stock."""
    if lot.before.released is None or lot.before.term is None:
        return names.word("radar.lot.unknown_release")
    if lot.before.end is not None and lot.before.end <= case.today and lot.before.end == lot.after.end:
        return names.word("radar.lot.free", end=lot.before.end)
    told = [names.word("radar.lot.keeps", released=lot.before.released)]
    if lot.after.end is not None:
        told.append(names.word("radar.lot.left", months=months_between(case.today, lot.after.end)))
    if lot.before.end != lot.after.end:
        told.append(names.word("radar.lot.term", before=lot.before.end, after=lot.after.end))
    if lot.change_cny is None:
        told.append(names.word("radar.lot.unknown"))
    elif lot.change_cny:
        told.append(names.word("radar.lot.make_up", day=lot.day, change=lot.change_cny))
    else:
        told.append(names.word(f"radar.lot.same_{lot.rate_day}"))
    return names.word("radar.join").join(told)


def months_between(day: date, end: date) -> int:
    """Whole months from a day to another, 0 where that is over."""
    months = (end.year - day.year) * MONTHS + end.month - day.month
    return max(0, months - (add_months(day, months) > end))


def change_name(names: Names, change: CatalogChange) -> str:
    """What differs between two catalogs."""
    if change.kind == "table":
        return names.word(f"radar.table.{change.name[0]}")
    return change.name[0] if names.language == "zh" else change.name[1]
