"""Sheet `roadmap` (国产化路线图): when each route opens, what starts when, what it saves, what is left of imports."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Look, Table
from importplan.results.views.roadmap import (
    Independence,
    RouteStep,
    StartStep,
    SupplyYear,
    independence,
    route_steps,
    start_steps,
    supply_years,
)

YES_NO = forms.worded("result.roadmap.opened")


def serves_words(names: Names, step: StartStep) -> str:
    """The period in which what starts serves."""
    calendar = names.scenario.calendar
    return calendar.label(step.serves) if step.serves < calendar.count else names.word("result.roadmap.after_plan")


def bought_words(names: Names, step: RouteStep) -> str:
    """The cheapest offer of the item that can be ordered."""
    return names.source(names.offer(step.bought_offer)) if step.bought_offer else names.word("result.roadmap.not_sold")


def stop_loss_words(names: Names, step: RouteStep) -> str:
    """What is to be bought when, if validation is not over by then; empty for a route that cannot fail."""
    if step.success >= 1.0 or step.proven_on is None:
        return ""
    fallback = step.making.route.fallback_offer
    key = "result.roadmap.stop_loss" if fallback else "result.roadmap.no_fallback"
    source = names.source(names.offer(fallback)) if fallback else ""
    return names.word(key, day=step.proven_on, source=source)


ROUTES: tuple[Column[RouteStep], ...] = (
    Column("route", "", forms.TEXT, lambda row: row.making.route.route),
    Column("item", "", forms.ITEM, lambda row: row.making.route.item),
    Column("route_kind", "", forms.choice("routes.kind"), lambda row: row.making.route.kind),
    Column("route_maker", "", forms.FIRM, lambda row: row.making.maker),
    Column("firm", "", forms.FIRM, lambda row: row.making.taker),
    Column("route_opened", "", YES_NO, lambda row: "yes" if row.opened else "no"),
    Column("route_opens_on", "", forms.DATE, lambda row: row.opens_on),
    Column("route_proven_on", "", forms.DATE, lambda row: row.proven_on),
    Column("route_success", "share", forms.SHARE, lambda row: row.success),
    in_words("route_stop_loss", stop_loss_words),
    for_machines("fallback_offer", lambda row: row.making.route.fallback_offer),
    Column("route_partner", "", forms.TEXT, lambda row: row.making.route.partner),
    Column("route_opening_cny", "cny", forms.YUAN, lambda row: row.opening_cny),
    Column("route_planned", "goods", forms.UNITS, lambda row: row.planned),
    Column("route_first_start", "", forms.DATE, lambda row: row.first_start),
    Column("route_started_mean", "goods", forms.UNITS, lambda row: row.started),
    Column("made_unit_cny", "cny", forms.YUAN, lambda row: row.made_unit_cny),
    in_words("bought_instead", bought_words),
    for_machines("bought_offer", lambda row: row.bought_offer),
    Column("bought_unit_cny", "cny", forms.YUAN, lambda row: row.bought_unit_cny),
    Column("saved_unit_cny", "cny", forms.YUAN, lambda row: row.saved_unit_cny),
    Column("opening_pays_from", "goods", forms.UNITS, lambda row: row.pays_from),
)
STARTS: tuple[Column[StartStep], ...] = (
    in_words("period", lambda names, row: names.scenario.calendar.label(row.period), Look.TEXT),
    for_machines("start_period", lambda row: row.period),
    Column("route", "", forms.TEXT, lambda row: row.making.route.route),
    Column("item", "", forms.ITEM, lambda row: row.making.route.item),
    Column("firm", "", forms.FIRM, lambda row: row.making.taker),
    Column("starts_planned", "goods", forms.UNITS, lambda row: row.planned),
    Column("starts_mean", "goods", forms.UNITS, lambda row: row.mean),
    Column("starts_least", "goods", forms.UNITS, lambda row: row.least),
    Column("starts_most", "goods", forms.UNITS, lambda row: row.most),
    in_words("starts_serve", serves_words, Look.TEXT),
    for_machines("serves_period", lambda row: row.serves),
)
YEARS: tuple[Column[SupplyYear], ...] = (
    Column("year", "", forms.YEAR, lambda row: row.year),
    Column("imported_value_cny", "cny", forms.YUAN, lambda row: row.imported_cny),
    Column("home_value_cny", "cny", forms.YUAN, lambda row: row.home_cny),
    Column("imported_value_share", "share", forms.SHARE, lambda row: row.imported_share),
)
INDEPENDENCE: tuple[Column[Independence], ...] = (
    Column("extra_of_routes_cny", "cny", forms.YUAN, lambda row: row.extra_cny),
    Column("share_without_routes", "share", forms.SHARE, lambda row: row.share_without),
    Column("share_with_routes", "share", forms.SHARE, lambda row: row.share_with),
    Column("points_less", "count", forms.UNITS, lambda row: row.points),
    Column("point_cny", "cny", forms.YUAN, lambda row: row.point_cny),
)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The routes, the starts, the years; a case in which no route may be used has no such sheet."""
    if not route_steps(result):
        return
    yield names.word("result.about.roadmap")
    yield Table("roadmap_routes", ROUTES, route_steps(result))
    yield names.word("result.about.roadmap_starts")
    yield Table("roadmap_starts", STARTS, start_steps(result))
    yield names.word("result.about.roadmap_years")
    yield Table("roadmap_years", YEARS, supply_years(result))
    if independence(result):
        yield names.word("result.about.roadmap_independence")
        yield Table("roadmap_independence", INDEPENDENCE, independence(result))


SHEET = ResultSheet("roadmap", blocks)
