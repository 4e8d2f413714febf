"""The change radar in tables, sentences and records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from importplan.basics.issues import Issue
from importplan.basics.periods import add_months
from importplan.catalog.load import Catalog
from importplan.customs.cost.duty_report import rule_words, source_words
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.table import ChargeLine
from importplan.customs.relief.claim import Finding
from importplan.results.forms import DATE, LONG, SUMMARY, TEXT, UNITS, WHOLE, YUAN, for_machines, in_words
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.radar.catalog_changes import CatalogChange
from importplan.results.radar.consignments import Source
from importplan.results.radar.radar import (
    Bearing,
    ChargeChange,
    FirmTotal,
    RadarCase,
    RadarLine,
    Timing,
    contract_totals,
    totals,
)
from importplan.results.radar.side import Bill
from importplan.results.radar.supervised_change import LotChange
from importplan.results.table import Column, Look, Table, plain
from importplan.results.views.supervised import lot_words
from importplan.results.words import Words

HEADINGS = "radar.column"
SHOWN = 6  # lines that sentences tell
DAY = timedelta(days=1)
MONTHS = 12
ZERO = Decimal(0)


@dataclass(frozen=True)
class FileFault:
    """A file that could not be read, or is left out, with why; or one that counts and has something to be told."""

    name: str
    issues: tuple[Issue, ...]
    counts: bool = False


@dataclass(frozen=True)
class Radar:
    """All files under two catalogs."""

    before: str  # what OLD and NEW are called: a file, a folder, or `now`
    after: str
    old: Catalog
    new: Catalog
    changes: tuple[CatalogChange, ...]
    cases: tuple[RadarCase, ...]
    faults: tuple[FileFault, ...]
    remarks: tuple[Issue, ...] = ()  # on a table that was taken in

    @property
    def lines(self) -> tuple[tuple[RadarCase, RadarLine], ...]:
        """The lines of all files: orders before offers, then by money."""
        every = [(case, line) for case in self.cases for line in case.lines]
        return tuple(
            sorted(
                every,
                key=lambda each: (
                    each[1].goods.source is Source.OFFER,
                    -abs(each[1].cost_cny),
                    -abs(each[1].cash_cny),
                    RANKS.index(each[1].bearing),
                ),
            )
        )

    @property
    def firms(self) -> tuple[FirmTotal, ...]:
        """The totals of all files, those that lose most first."""
        return tuple(sorted((each for case in self.cases for each in totals(case)), key=lambda each: -each.net))

    @property
    def contracts(self) -> tuple[FirmTotal, ...]:
        """The totals of all contracts of all files, those that lose most first."""
        every = (each for case in self.cases for each in contract_totals(case))
        return tuple(sorted(every, key=lambda each: -each.net))

    @property
    def lots(self) -> tuple[tuple[RadarCase, LotChange], ...]:
        """All supervised stock, what is affected first."""
        every = [(case, lot) for case in self.cases for lot in case.lots]
        return tuple(sorted(every, key=lambda each: (not each[1].affected, -abs(each[1].change_cny or ZERO))))

    def called(self, names: Words) -> tuple[str, str]:
        """OLD and NEW for people."""
        one, two = (names.word("radar.now") if words == "now" else words for words in (self.before, self.after))
        return one, two


RANKS = (Bearing.UNPRICED, Bearing.LOSES, Bearing.GAINS, Bearing.OPENS, Bearing.SAME, Bearing.DECIDED)
Told = tuple[RadarCase, RadarLine]
ToldLot = tuple[RadarCase, LotChange]


def _names(names: Names, case: RadarCase) -> Names:
    return Names(case.scenario, case.new, names.language)


def radar_sheets(found: Radar, names: Names) -> Iterator[ListSheet]:
    """What follows, every line, firms, supervised stock, what differs between the catalogs, files left out."""
    told: Column[Any] = Column("line", "", LONG, lambda row: row, widest=130)
    word = names.word
    sentences = tuple(radar_sentences(found, names))
    yield ListSheet("radar.sheet_summary", "", Table("summary", (told,), sentences, headed=HEADINGS))
    yield ListSheet("radar.sheet_lines", word("radar.legend"), Table("lines", LINES, found.lines, headed=HEADINGS), 3)
    yield ListSheet("radar.sheet_firms", word("radar.legend"), Table("firms", FIRMS, found.firms, headed=HEADINGS), 2)
    contracts = Table("contracts", CONTRACTS, found.contracts, headed=HEADINGS)
    yield ListSheet("radar.sheet_contracts", word("radar.legend"), contracts, 3)
    lots: Table[ToldLot] = Table("supervised", LOTS, found.lots, headed=HEADINGS)
    yield ListSheet("radar.sheet_supervised", word("radar.legend_lots"), lots, 2)
    changes = Table("changes", CHANGES, found.changes, headed=HEADINGS)
    yield ListSheet("radar.sheet_changes", word("radar.legend_changes"), changes, 1)
    faults = tuple((fault.name, issue) for fault in found.faults for issue in fault.issues)
    faults += tuple((found.after, issue) for issue in found.remarks)
    yield ListSheet("radar.sheet_faults", word("radar.legend_faults"), Table("faults", FAULTS, faults, headed=HEADINGS))


def radar_record(found: Radar, names: Names) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "old": found.before,
        "new": found.after,
        "sentences": list(radar_sentences(found, names)),
        "lines": [_line_record(case, line) for case, line in found.lines],
        "firms": Table("firms", FIRMS, found.firms).records(),
        "contracts": Table("contracts", CONTRACTS, found.contracts).records(),
        "supervised": Table("supervised", LOTS, found.lots).records(),
        "changes": [
            {"kind": each.kind, "name": each.name[1], "from": plain(each.from_day), "values": plain(each.values)}
            for each in found.changes
        ],
        "faults": [
            {
                "file": fault.name,
                "code": issue.code,
                "at": str(issue.at),
                "zh": issue.found("zh"),
                "en": issue.found("en"),
            }
            for fault in found.faults
            for issue in fault.issues
        ],
    }


def _line_record(case: RadarCase, line: RadarLine) -> dict[str, Any]:
    goods = line.goods
    return {
        "file": case.name,
        "bearing": line.bearing.value,
        "source": goods.source.value,
        "number": goods.number,
        "reference": goods.reference,
        "firm": goods.payer,
        "firms_alike": goods.payers,
        "item": goods.item.item,
        "hs_code": goods.item.hs_code,
        "offer": goods.offer.offer,
        "quantity": goods.quantity,
        "day": goods.day.isoformat(),
        "at": str(goods.at),
        "before": _bill_record(line.before),
        "after": _bill_record(line.after),
        "cost_cny": float(line.cost_cny),
        "cash_cny": float(line.cash_cny),
        "tax_cny": float(line.tax_cny),
        "charges": [
            {"charge": each.charge, "before_cny": float(each.before), "after_cny": float(each.after),
             "was": [_rule_record(one) for one in each.was], "now": [_rule_record(one) for one in each.now]}
            for each in line.charges
        ],
        "declare_before": _timing_record(line.declare_before),
        "declare_from": _timing_record(line.declare_from),
        "faults": [{"code": issue.code, "at": str(issue.at)} for issue in line.faults],
        "relief_bars": [finding.code for finding in _bars(line)],
    }  # fmt: skip


def _bill_record(bill: Bill | None) -> dict[str, Any] | None:
    if bill is None:
        return None
    sums = {"cost_cny": float(bill.cost), "cash_cny": float(bill.cash), "tax_cny": float(bill.tax)}
    return {"hs_code": bill.hs_code, "regime": bill.option.regime, "exempt": bill.exempt, **sums}


def _rule_record(line: ChargeLine) -> dict[str, Any]:
    rate = None if line.rate is None else float(line.rate)
    return {"rate": rate, "rule": line.rule, "source": line.source, "confidence": line.confidence}


def _timing_record(timing: Timing | None) -> dict[str, Any] | None:
    if timing is None:
        return None
    sums = {"saves_cost_cny": float(timing.cost_cny), "saves_cash_cny": float(timing.cash_cny)}
    return {"change": timing.change.isoformat(), **sums, "passed": timing.passed}


def radar_sentences(found: Radar, names: Names) -> Iterator[str]:
    """What differs, who gains and loses, the days to mind, what is not known, and how it was reckoned."""
    word, unit = names.word, names.in_summary_unit
    before, after = found.called(names)
    if not found.changes:
        yield word("radar.no_changes", before=before, after=after)
    else:
        told = names.word("result.list_join").join(_change_name(names, change) for change in found.changes[:SHOWN])
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
    mine = _names(names, case)
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
        yield from (names.note(finding).found(names.language) for finding in _bars(line))
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


def _bars(line: RadarLine) -> tuple[Finding, ...]:
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


def _change_name(names: Names, change: CatalogChange) -> str:
    if change.kind == "table":
        return names.word(f"radar.table.{change.name[0]}")
    return change.name[0] if names.language == "zh" else change.name[1]


def _of(words: Any) -> Any:
    """Words made of the names of the line's own case."""
    return lambda names, row: words(_names(names, row[0]), row[1])


LINES: tuple[Column[Told], ...] = (
    in_words(
        "bearing", _of(lambda names, line: names.word(f"radar.bearing.{line.bearing.value}")), Look.TEXT, widest=9
    ),
    in_words("firm", _of(payers_words), widest=18),
    in_words("reference", _of(reference_words), widest=16),
    in_words("item", _of(lambda names, line: names.item(line.goods.item.item)), widest=17),
    in_words("source", _of(lambda names, line: names.source(line.goods.offer)), widest=16),
    Column("quantity", "goods", UNITS, lambda row: row[1].goods.quantity, widest=7),
    Column("day", "", DATE, lambda row: row[1].goods.day, widest=11),
    Column("tax_before", "cny", YUAN, lambda row: row[1].before.tax if row[1].before else None, widest=15),
    Column("tax_after", "cny", YUAN, lambda row: row[1].after.tax if row[1].after else None, widest=15),
    Column("cost_cny", "cny", YUAN, lambda row: row[1].cost_cny if row[1].after and row[1].before else None, widest=15),
    Column("cash_cny", "cny", YUAN, lambda row: row[1].cash_cny if row[1].after and row[1].before else None, widest=15),
    in_words("because", _of(because), widest=42),
    in_words("timing", _of(timing_words), widest=30),
    in_words("rests_on", _of(rests_on), widest=26),
    in_words("at", lambda names, row: str(row[1].goods.at), widest=16),
    Column("file", "", LONG, lambda row: row[0].name, widest=14),
)

FIRMS: tuple[Column[FirmTotal], ...] = (
    Column("file", "", LONG, lambda row: row.case.name, widest=26),
    in_words("firm", lambda names, row: _names(names, row.case).firm(row.firm), widest=26),
    for_machines("firm_id", lambda row: row.firm),
    Column("orders", "count", WHOLE, lambda row: row.orders, widest=8),
    Column("losses", "cny", YUAN, lambda row: row.losses, widest=18),
    Column("gains", "cny", YUAN, lambda row: row.gains, widest=18),
    Column("net", "cny", YUAN, lambda row: row.net, widest=18),
    Column("net_summary", "cny", SUMMARY, lambda row: float(row.net), widest=14),
    Column("cash", "cny", YUAN, lambda row: row.cash, widest=18),
    Column("declare_by", "", DATE, lambda row: row.declare_before - DAY if row.declare_before else None, widest=14),
    Column("saves", "cny", YUAN, lambda row: row.saves, widest=18),
    Column("unpriced", "count", WHOLE, lambda row: row.unpriced, widest=10),
)

CONTRACTS: tuple[Column[FirmTotal], ...] = (
    *FIRMS[:3],
    in_words("contract", lambda names, row: row.contract or names.word("radar.planned"), widest=26),
    for_machines("contract_no", lambda row: row.contract),
    *(column for column in FIRMS[3:] if column.key != "net_summary"),
)

LOTS: tuple[Column[ToldLot], ...] = (
    in_words("lot", lambda names, row: lot_words(_names(names, row[0]), row[1].before), widest=16),
    in_words("firm", lambda names, row: _names(names, row[0]).firm(row[1].before.payer), widest=22),
    for_machines("firm_id", lambda row: row[1].before.payer),
    in_words("item", lambda names, row: _names(names, row[0]).item(row[1].before.item.item), widest=20),
    for_machines("item_id", lambda row: row[1].before.item.item),
    Column("quantity", "goods", UNITS, lambda row: row[1].before.quantity, widest=8),
    Column("released", "", DATE, lambda row: row[1].before.released, widest=12),
    Column("end_before", "", DATE, lambda row: row[1].before.end, widest=12),
    Column("end_after", "", DATE, lambda row: row[1].after.end, widest=12),
    Column("transfer_day", "", DATE, lambda row: row[1].day, widest=12),
    Column("made_up_before", "cny", YUAN, lambda row: row[1].was.total_cny if row[1].was else None, widest=16),
    Column("made_up_after", "cny", YUAN, lambda row: row[1].now.total_cny if row[1].now else None, widest=16),
    Column("made_up_change", "cny", YUAN, lambda row: row[1].change_cny, widest=16),
    in_words("meaning", lambda names, row: lot_why(_names(names, row[0]), row[1], row[0]), widest=60),
    for_machines("affected", lambda row: row[1].affected),
    Column("file", "", LONG, lambda row: row[0].name, widest=18),
)

CHANGES: tuple[Column[CatalogChange], ...] = (
    in_words("table", _change_name, widest=44),
    Column("from_day", "", DATE, lambda row: row.from_day, widest=14),
    in_words("difference", lambda names, row: row.words(names), widest=110),
)

FAULTS: tuple[Column[tuple[str, Issue]], ...] = (
    Column("file", "", TEXT, lambda row: row[0], widest=30),
    Column("at", "", LONG, lambda row: str(row[1].at), widest=30),
    in_words("found", lambda names, row: row[1].found(names.language), widest=60),
    in_words("repair", lambda names, row: row[1].repair(names.language), widest=60),
)
