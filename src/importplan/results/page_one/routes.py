"""What is made instead of bought, on page one: each route that is opened, and those that are not worth it."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.results.names import Names
from importplan.results.page_one.section import Section
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.roadmap import stop_loss_words
from importplan.results.views.roadmap import RouteStep, route_steps


def section(result: PlanResult, names: Names) -> Section | None:
    """The routes of a case; none where no route may be used."""
    steps = route_steps(result)
    if not steps:
        return None
    return Section(names.word("result.section.routes"), None, tuple(_sentences(steps, names)))


def _sentences(steps: tuple[RouteStep, ...], names: Names) -> Iterator[str]:
    for step in steps:
        if step.planned > 0 and step.first_start is not None:
            yield names.word(
                "result.routes.used",
                route=step.making.route.route,
                kind=names.choice("routes.kind", step.making.route.kind),
                maker=names.firm(step.making.maker),
                item=names.item(step.making.route.item),
                units=step.planned,
                unit=names.unit(step.making.route.item),
                first=step.first_start,
                day=step.opens_on,
                opening=names.in_summary_unit(step.opening_cny),
            )
            if words := stop_loss_words(names, step):
                yield names.word("result.routes.stop_loss", route=step.making.route.route, words=words)
    unused = dict.fromkeys(step.making.route.route for step in steps if not step.opened)
    if unused:
        yield names.word("result.routes.unused", routes=names.word("result.list_join").join(unused))
