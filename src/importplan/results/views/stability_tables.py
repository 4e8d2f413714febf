"""How stable an advice is, in tables, sentences and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from importplan.plan.plan import DUST
from importplan.results.differing import ordered
from importplan.results.forms import DATE, FIRM, ITEM, LONG, SOURCE, SUMMARY, UNITS, WHOLE, in_words
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.stability import OrderStability, Stability, share_common
from importplan.results.table import Column, Table, plain

HEADINGS = "stability.column"
SHOWN = 6  # orders, and items, that sentences name
SURE_SHARE = 0.9  # of the advised value: below it more draws are proposed
MORE_DRAWS = 4  # times as many
Fact = Column[Any]


def stability_sheets(result: PlanResult, found: Stability, names: Names) -> Iterator[ListSheet]:
    """What follows, then every source of every item and buyer, and the plans."""
    told: Fact = Column("line", "", LONG, lambda row: row, widest=120)
    lines = tuple(stability_sentences(result, found, names))
    yield ListSheet("stability.sheet_summary", "", Table("summary", (told,), lines, headed=HEADINGS))
    legend = names.word("stability.legend", count=found.count)
    yield ListSheet("stability.sheet_orders", legend, Table("orders", _orders(found), found.orders, headed=HEADINGS), 3)
    plans = tuple(zip(found.seeds, found.objectives, found.plans, strict=True))
    yield ListSheet("stability.sheet_plans", "", Table("plans", _PLANS, plans, headed=HEADINGS), 1)


def stability_record(result: PlanResult, found: Stability, names: Names) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "plans": found.count,
        "lost": found.lost,
        "seeds": list(found.seeds),
        "objectives_cny": list(found.objectives),
        "share_common": share_common(found.orders, _worth(result)),
        "sentences": list(stability_sentences(result, found, names)),
        "orders": [
            {
                "item": row.item, "buyer": row.buyer, "offer": row.offer, "advised": row.advised, "common": row.common,
                "held": row.held, "plans": row.plans, "units": row.units.tolist(), "first": plain(row.first),
            }
            for row in found.orders
        ],
        "equally_good": [plain(each) for each in found.equally_good],
    }  # fmt: skip


def stability_sentences(result: PlanResult, found: Stability, names: Names) -> Iterator[str]:
    """What may be signed whatever the draws, what hangs on them, and whether more draws would tell."""
    if result.draws.given:
        yield names.word("stability.given")
        return
    common = share_common(found.orders, _worth(result))
    yield names.word("stability.common", share=common, count=found.count, draws=found.draws)
    sure = [row for row in found.orders if row.common > DUST]
    if sure:
        told = names.word("result.list_join").join(_sign_words(names, row, found) for row in sure[:SHOWN])
        yield names.word("stability.sign", told=told, more=_more(names, len(sure)))
    held = [row for row in found.orders if row.held > DUST]
    if held:
        told = names.word("result.list_join").join(_hold_words(names, row, found) for row in held[:SHOWN])
        yield names.word("stability.hold", told=told, more=_more(names, len(held)))
    for each in found.equally_good[:SHOWN]:
        told = names.word("result.list_join").join(
            names.word("stability.often", source=names.source(names.offer(offer)), plans=plans, count=found.count)
            for offer, plans in each.sources
        )
        yield names.word("stability.equal", item=names.item(each.item), told=told)
    low, high = min(found.objectives), max(found.objectives)
    yield names.word("stability.range", low=names.in_summary_unit(low), high=names.in_summary_unit(high))
    if found.lost:
        yield names.word("stability.lost", count=found.lost)
    if common < SURE_SHARE:
        yield names.word("stability.more_draws", draws=MORE_DRAWS * found.draws)


def _worth(result: PlanResult) -> dict[tuple[str, str, str], float]:
    """CNY of a unit of each order."""
    return {key: each.cny / each.units for key, each in ordered(result).items() if each.units > DUST}


def _sign_words(names: Names, row: OrderStability, found: Stability) -> str:
    return names.word(
        "stability.order", item=names.item(row.item), units=row.common, unit=names.unit(row.item),
        source=names.source(names.offer(row.offer)), plans=row.plans, count=found.count, day=row.earliest,
    )  # fmt: skip


def _hold_words(names: Names, row: OrderStability, found: Stability) -> str:
    return names.word(
        "stability.order", item=names.item(row.item), units=row.held, unit=names.unit(row.item),
        source=names.source(names.offer(row.offer)), plans=row.plans, count=found.count, day=row.earliest,
    )  # fmt: skip


def _more(names: Names, count: int) -> str:
    return names.word("stability.and_more", count=count) if count > SHOWN else ""


def _orders(found: Stability) -> tuple[Fact, ...]:
    def verdict(names: Names, row: OrderStability) -> str:
        if not row.advised:
            return names.word("stability.verdict.other")
        if row.held <= DUST:
            return names.word("stability.verdict.sign")
        return names.word("stability.verdict.part" if row.common > DUST else "stability.verdict.hold")

    def often(names: Names, row: OrderStability) -> str:
        return names.word("stability.of", plans=row.plans, count=found.count)

    return (
        in_words("verdict", verdict, widest=16),
        Column("item", "", ITEM, lambda row: row.item, widest=24),
        Column("source", "", SOURCE, lambda row: row.offer, widest=28),
        Column("buyer", "", FIRM, lambda row: row.buyer, widest=22),
        Column("first", "", DATE, lambda row: row.earliest, widest=12),
        Column("advised", "goods", UNITS, lambda row: row.advised, widest=11),
        Column("common", "goods", UNITS, lambda row: row.common, widest=11),
        Column("held", "goods", UNITS, lambda row: row.held, widest=11),
        in_words("often", often, widest=12),
        Column("least", "goods", UNITS, lambda row: float(row.units.min()), widest=11),
        Column("most", "goods", UNITS, lambda row: float(row.units.max()), widest=11),
    )


_PLANS: tuple[Fact, ...] = (
    Column("seed", "", WHOLE, lambda row: row[0], widest=10),
    Column("objective", "cny", SUMMARY, lambda row: row[1], widest=18),
    Column("sources", "count", WHOLE, lambda row: len(row[2]), widest=18),
)
