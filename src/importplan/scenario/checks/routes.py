"""Routes can be used, cost what they cost, and are told where they cannot act."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.basics.labels import text
from importplan.scenario.routes import (
    FORMS,
    accepted_forms,
    first_start,
    form_of,
    form_sold,
    forms_of,
    makings,
    opening_period,
    specifications_of,
)
from importplan.scenario.scenario import Scenario
from importplan.scenario.substitutes import specification, substitutions


def accepted_forms_act(scenario: Scenario) -> Iterator[Issue]:
    """Offers and origins do not act yet; a firm takes what all its lines of an item take."""
    told: set[tuple[str, str]] = set()
    common = accepted_forms(scenario)
    idle = [(line, word) for line in scenario.demand for word in line.accepts if not _acts(word)]
    if idle:
        words = "; ".join(dict.fromkeys(word for _, word in idle))
        rows = len({id(line) for line, _ in idle})
        at = idle[0][0].cell("accepts")
        yield Issue.warning("accepts-not-used-yet", at, words=words, rows=rows, known="; ".join(FORMS))
    for line in scenario.demand:
        at = line.cell("accepts")
        key = (scenario.firm_of(line), line.item)
        forms = common.get(key)
        if forms is not None and key not in told and (left := forms_of(line.accepts) - forms):
            told.add(key)
            yield Issue.warning(
                "accepts-differ",
                at,
                firm=scenario.name_of(key[0]),
                item=line.item,
                left="; ".join(form for form in FORMS if form in left),
            )


def _acts(word: str) -> bool:
    return form_of(word) is not None or bool(specifications_of((word,)))


def substitutes_can_serve(scenario: Scenario) -> Iterator[Issue]:
    """A substitute is another item, said once, that somebody accepts."""
    used = {(each.item, each.serves) for each in substitutions(scenario)}
    seen: set[tuple[str, str]] = set()
    for row in scenario.substitutes:
        about = {"item": row.item, "serves": row.serves}
        if row.item == row.serves:
            yield Issue.error("substitute-of-itself", row.cell("serves"), **about)
        elif (row.item, row.serves) in seen:
            yield Issue.error("substitute-twice", row.cell("serves"), **about)
        elif (row.item, row.serves) not in used:
            word = f"supply.form.{specification(row)}"
            words = {"word": specification(row), "word_zh": text(word, "zh")}
            yield Issue.warning("substitute-accepted-by-nobody", row.cell("item"), **about, **words)
        seen.add((row.item, row.serves))


def routes_can_be_used(scenario: Scenario) -> Iterator[Issue]:
    """A route that makes goods of nothing, for nobody, too late, or for nothing, is told."""
    used = {making.route.route for making in makings(scenario)}
    named = {row.route for row in scenario.route_inputs}
    for route in scenario.routes:
        if route.kind != "domestic" and route.route not in named:
            yield Issue.error("route-without-inputs", route.cell("kind"), route=route.route)
        elif opening_period(scenario, route) is None:
            yield Issue.warning("route-opens-too-late", route.cell("available_from"), route=route.route)
        elif route.route not in used:
            yield Issue.warning("route-accepted-by-nobody", route.cell("kind"), route=route.route, kind=route.kind)
        elif route.kind == "domestic" and route.local_cost_cny == 0.0:
            yield Issue.warning("route-costs-nothing", route.cell("local_cost_cny"), route=route.route)


def outcomes_are_sampled(scenario: Scenario) -> Iterator[Issue]:
    """The workbook's own draws say nothing of routes: there every route succeeds."""
    for route in scenario.routes:
        if scenario.draws and route.success_probability < 1.0:
            yield Issue.warning("route-succeeds-in-given-draws", route.cell("success_probability"), route=route.route)


def fallbacks_can_be_ordered(scenario: Scenario) -> Iterator[Issue]:
    """What is bought instead is the item itself, under a contract that can be ordered on the day of the outcome."""
    forms = accepted_forms(scenario)
    for route in scenario.routes:
        if route.fallback_offer not in scenario.offer_index:
            continue
        offer, at = scenario.offers[scenario.offer_index[route.fallback_offer]], route.cell("fallback_offer")
        if offer.item != route.item:
            yield Issue.error("fallback-other-item", at, offer=offer.offer, item=route.item)
            continue
        period, calendar = first_start(scenario, route), scenario.calendar
        day = calendar.first_day(min(period, calendar.count - 1))
        closed = (offer.from_day is not None and day < offer.from_day) or (
            offer.to_day is not None and offer.to_day < day
        )
        early = (day - scenario.settings.start).days < offer.procurement_days
        supplier, months = scenario.supplier_of(offer), period * calendar.months
        early |= any(not row.qualified and months < row.qualification_months for row in (offer, supplier))
        taken = any(form_sold(scenario, offer) in kinds for (_, item), kinds in forms.items() if item == route.item)
        if closed or early or not taken or period >= calendar.count:
            yield Issue.warning("fallback-cannot-be-ordered", at, offer=offer.offer, day=day.isoformat())
            continue
        capacities = [row.capacity_per_period for row in (offer, supplier) if row.capacity_per_period is not None]
        asked = sum(line.quantity for line in scenario.demand if line.item == route.item)
        if min(capacities, default=asked) < asked:
            most = min(capacities)
            yield Issue.warning("fallback-makes-less", at, offer=offer.offer, most=most, asked=asked)


def inputs_are_bought(scenario: Scenario) -> Iterator[Issue]:
    """What a route uses is bought or in stock: what another route makes goes to who needs it, not into a third."""
    made = {route.item for route in scenario.routes}
    bought = {offer.item for offer in scenario.offers} | {row.item for row in scenario.stock}
    for row in scenario.route_inputs:
        if row.item in made:
            yield Issue.warning("route-input-made", row.cell("item"), route=row.route, item=row.item)
        elif row.item not in bought:
            yield Issue.warning("route-input-without-source", row.cell("item"), route=row.route, item=row.item)


def kits_are_classified(scenario: Scenario) -> Iterator[Issue]:
    """A kit with the essential character of a machine is classified as the machine (general rule 2(a))."""
    for row in scenario.route_inputs:
        route = next((each for each in scenario.routes if each.route == row.route), None)
        if route is None or route.kind != "skd":
            continue
        known = scenario.item_index
        if row.item not in known or route.item not in known:
            continue
        kit, machine = scenario.items[known[row.item]], scenario.items[known[route.item]]
        if kit.kind != "part" and kit.hs_code[:8] != machine.hs_code[:8]:
            yield Issue.warning(
                "kit-classified-apart",
                kit.cell("hs_code"),
                kit=kit.item,
                kit_code=kit.hs_code,
                machine=machine.item,
                machine_code=machine.hs_code,
            )
        elif kit.kind == "part":
            yield Issue.warning("kit-entered-as-part", kit.cell("kind"), kit=kit.item, machine=machine.item)
