"""Page one, what could happen: outages that touch the plan, origins that it does not use, exchange rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from importplan.evaluation.replay.estimates import SHORTAGE, of_lines
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.exposure import TargetExposure, bought, days_out, exposures, target_words
from importplan.results.views.order_lines import order_lines

NO_STOCK = "no_stock"  # key of the way that keeps no stock
OUTAGES_SHOWN, ITEMS_NAMED = 2, 2
RISE = 0.05  # of an exchange rate


def outage_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The outages that cost most, each once with the items behind it, and what it would cost without any stock."""
    groups: dict[tuple[str, str], list[TargetExposure]] = defaultdict(list)
    for entry in exposures(result):
        if entry.expected_extra_cny > 0:
            groups[entry.target.target, entry.target.tag].append(entry)
    worst = sorted(groups.values(), key=lambda group: -group[0].expected_extra_cny)
    return tuple(_outage(result, names, group) for group in worst[:OUTAGES_SHOWN])


def _outage(result: PlanResult, names: Names, group: Sequence[TargetExposure]) -> str:
    first, scaled, join = group[0], names.in_summary_unit, names.word("result.list_join")
    touched = [
        names.word("result.exposed_item", item=names.item(entry.item), share=entry.share or 0.0)
        for entry in group[:ITEMS_NAMED]
    ]
    more = names.word("result.exposed_more", count=len(group)) if len(group) > ITEMS_NAMED else ""
    tag = names.word("result.exposed_tag", tag=first.target.tag) if first.target.tag else ""
    bare = loss_without_stock(result, first)
    return names.word(
        "result.exposed",
        target=target_words(names, first.target.target) + tag,
        items=join.join(touched) + more,
        probability=first.probability,
        days=round(first.mean_days),
        loss=scaled(first.loss_out_cny or 0.0),
        bare="" if bare is None else names.word("result.exposed_bare", loss=scaled(bare)),
        other=scaled(first.loss_else_cny or 0.0),
    )


def loss_without_stock(result: PlanResult, exposure: TargetExposure) -> float | None:
    """Mean estimated loss of the way without stock in the draws in which the target is out.

    None where it is not known, and without a common reserve: a firm reads the ways in a table.
    """
    way = next((entry for entry in result.alternatives if entry.key == NO_STOCK), None)
    if way is None or way.costs is None or not result.scenario.has_reserve:
        return None
    wanted, draws = (exposure.target.target, exposure.target.tag), result.judging
    same = [number for number, entry in enumerate(draws.targets) if (entry.target, entry.tag) == wanted]
    out, loss = days_out(result, same) > 0, of_lines(way.costs, SHORTAGE)
    weight = float(draws.weights[out].sum())
    return float(draws.weights[out] @ loss[out]) / weight if weight and len(loss) == draws.count else None


def untouched_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The countries of which an outage is assumed and from which the plan and signed orders take nothing."""
    scenario = result.scenario
    used = {scenario.origin_of(offer) for offer, _ in bought(result)}
    used |= {scenario.origin_of(scenario.offers[scenario.offer_index[row.offer]]) for row in scenario.open_orders}
    targets = dict.fromkeys(row.target for row in scenario.risk_targets if row.target.startswith("country:"))
    spared = [code for target in targets if (code := target.partition(":")[2]) not in used]
    if not spared:
        return ()
    countries = names.word("result.list_join").join(names.country(code) for code in spared)
    return (names.word("result.untouched", countries=countries),)


def exchange_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the goods of new orders cost more where a currency rises, on the part that is not locked."""
    locked = {row.currency: row.locked_share for row in result.scenario.fx}
    open_cny: dict[str, float] = defaultdict(float)
    for line in order_lines(result):
        currency = line.offer.currency
        if currency != "CNY":
            open_cny[currency] += line.price_cny * (1.0 - locked.get(currency, 0.0))
    parts = [
        names.word(
            "result.exchange_part",
            currency=names.word(f"currency.{currency}"),
            amount=names.in_summary_unit(RISE * cny),
        )
        for currency, cny in sorted(open_cny.items(), key=lambda entry: -entry[1])
        if cny > 0
    ]
    if not parts:
        return ()
    return (names.word("result.exchange", rise=RISE, parts=names.word("result.list_join").join(parts)),)
