"""Rows that a person has switched off (`use` no): they and what hangs on them take no part, and that is told.

Needs, offers, certificates, limits and risks of what is switched off go along. Contracts that are signed stay: their
offer, supplier and item stay in the case for them, and nothing new can be ordered there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from importplan.basics.issues import Issue
from importplan.basics.labels import LANGUAGES, Language
from importplan.scenario.limit_rules import Who
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, Row
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.events import Event
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.target import split_target
from importplan.scenario.wording import sheet_name

Ids = dict[str, set[str]]  # key of a sheet → ids
# Rows that stay with what is kept for contracts: what is under way is still relieved, delayed and stored.
STAYING = (
    "offers", "stock", "qualifications", "open_orders", "price_breaks", "risk_targets", "events", "draw_values",
)  # fmt: skip
LISTED = 12  # ids named in one message


def switched_off(scenario: Scenario) -> tuple[Scenario, tuple[Issue, ...]]:
    """The case without what is switched off (which stands in `Scenario.off`), and a warning for each such row."""
    by_hand = [
        row for schema in SHEETS if not schema.ONE_ROW for row in getattr(scenario, schema.SHEET) if _is_off(row)
    ]
    if not by_hand:
        return scenario, ()
    kept = _for_contracts(scenario)
    off: Ids = {}  # all that is switched off or goes along
    why: dict[int, Row] = {id(row): row for row in by_hand}  # a row that goes → the one that took it along
    _take(off, by_hand)
    while more := [(row, cause) for row, cause in _following(scenario, off, kept, why) if id(row) not in why]:
        why |= {id(row): cause for row, cause in more}
        _take(off, [row for row, _ in more])
    gone = set(why)
    sheets: dict[str, Any] = {}
    out: list[Row] = []
    for schema in SHEETS:
        if schema.ONE_ROW:
            continue
        rows = getattr(scenario, schema.SHEET)
        stays = [row for row in rows if id(row) not in gone or _name(row) in kept.get(schema.SHEET, ())]
        out += [row for row in rows if id(row) in gone and _name(row) not in kept.get(schema.SHEET, ())]
        if schema is Offer:
            stays = [_closed(scenario, row) if id(row) in gone or _hangs(row, off) else row for row in stays]
        sheets[schema.SHEET] = tuple(stays)
    told = tuple(_told(row, scenario, why, kept) for row in by_hand)
    return scenario.replace(**sheets, off=tuple(out)), told


def off_words(scenario: Scenario, language: Language) -> str:
    """What a person has switched off, sheet by sheet; empty where nothing is. What went along is told at its cause."""
    found: dict[str, list[str]] = {}
    for schema in SHEETS:
        rows = () if schema.ONE_ROW else scenario.rows(schema.SHEET)
        if names := [_name(row) or row.place.cell for row in rows if _is_off(row)]:
            found[schema.SHEET] = names
    return _listed(found, language)


def _is_off(row: Row) -> bool:
    return not getattr(row, "use", True)


def _name(row: Row) -> str:
    named = row.id_column()
    return str(getattr(row, named.attribute)) if named else ""


def _take(off: Ids, rows: list[Row]) -> None:
    for row in rows:
        if _name(row):
            off.setdefault(row.SHEET, set()).add(_name(row))


def _for_contracts(scenario: Scenario) -> Ids:
    """Offers of signed contracts, with their suppliers and items."""
    signed = {row.offer for row in scenario.open_orders}
    offers = [row for row in scenario.offers if row.offer in signed]
    return {"offers": signed, "suppliers": {row.supplier for row in offers}, "items": {row.item for row in offers}}


def _hangs(offer: Offer, off: Ids) -> bool:
    return offer.supplier in off.get("suppliers", ()) or offer.item in off.get("items", ())


def _closed(scenario: Scenario, offer: Offer) -> Offer:
    """An offer that is there for its contracts only: its last day to order lies before the plan."""
    return replace(offer, use=False, from_day=None, to_day=scenario.settings.start - timedelta(days=1))


def _following(scenario: Scenario, off: Ids, kept: Ids, why: Mapping[int, Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that name something that is off, each with the row that is the cause."""
    causes = {(row.SHEET, _name(row)): cause for row, cause in _with_causes(scenario, why)}
    for schema in SHEETS:
        if schema.ONE_ROW:
            continue
        for row in getattr(scenario, schema.SHEET):
            named = next((pair for pair in _named(row) if _is_gone(schema.SHEET, row, pair, off, kept)), None)
            if named is not None:
                yield row, causes[named]
    made_of = {row.route: why[id(row)] for row in scenario.route_inputs if id(row) in why}
    yield from ((route, made_of[route.route]) for route in scenario.routes if route.route in made_of)


def _with_causes(scenario: Scenario, why: Mapping[int, Row]) -> Iterator[tuple[Row, Row]]:
    for schema in SHEETS:
        if not schema.ONE_ROW:
            yield from ((row, why[id(row)]) for row in getattr(scenario, schema.SHEET) if id(row) in why)


def _is_gone(sheet: str, row: Row, pair: tuple[str, str], off: Ids, kept: Ids) -> bool:
    """Whether what a row names takes it along; what signed contracts need stays, with what stands on it."""
    key, name = pair
    if name not in off.get(key, ()):
        return False
    needed = sheet in STAYING and name in kept.get(key, ())
    return not needed or (isinstance(row, Offer) and row.offer not in kept["offers"])


def _named(row: Row) -> Iterator[tuple[str, str]]:
    """What a row names: key of the sheet and id."""
    for spec in row.specs():
        if spec.kind is CellKind.REFERENCE and getattr(row, spec.attribute):
            yield from ((key, getattr(row, spec.attribute)) for key in spec.refers)
    if isinstance(row, Limit) and row.kind.who in (Who.SUPPLIER, Who.FRAMEWORK):
        yield "suppliers", row.who
    if isinstance(row, (RiskTarget, Event)):
        kind, name = split_target(row.target)
        yield f"{kind}s", name
    if isinstance(row, DrawValue):
        kind, _, name = row.id.partition(":")  # offer:O1 as well as O1
        keys = OF_VALUES.get(row.what, ())
        yield from ((f"{kind}s", name),) if name and f"{kind}s" in keys else ((key, row.id) for key in keys)


OF_VALUES: dict[str, tuple[str, ...]] = {
    "demand": ("demand",),
    "availability": ("suppliers", "offers"),
    "price": ("offers",),
    "delay_days": ("offers",),
}


def _told(row: Row, scenario: Scenario, why: Mapping[int, Row], kept: Ids) -> Issue:
    """What is switched off by one row, with what goes along and what stays for contracts."""
    along: dict[str, list[str]] = {}
    for other, cause in _with_causes(scenario, why):
        if cause is row and other is not row and _name(other) not in kept.get(other.SHEET, ()):
            along.setdefault(other.SHEET, []).append(_name(other) or other.place.cell)
    stays = _contracts_of(row, scenario)
    values = {f"along_{language}": _listed(along, language) for language in LANGUAGES}
    code = "switched-off-but-signed" if stays else "switched-off-with" if along else "switched-off"
    names = {"sheet": row.SHEET, "sheet_zh": sheet_name(row.SHEET, "zh")}
    return Issue.warning(
        code, row.cell("use"), id=_name(row) or row.place.cell, orders=", ".join(stays), **names, **values
    )


def _contracts_of(row: Row, scenario: Scenario) -> list[str]:
    named = {"offers": "offer", "suppliers": "supplier", "items": "item"}.get(row.SHEET)
    if named is None:
        return []
    offers = {offer.offer for offer in scenario.offers if getattr(offer, named) == _name(row)}
    return [order.order for order in scenario.open_orders if order.offer in offers]


def _listed(along: Mapping[str, list[str]], language: Language) -> str:
    comma, more = ("、", " 等") if language == "zh" else (", ", " …")
    parts = [
        f"{sheet_name(key, language)} {comma.join(names[:LISTED])}{more if len(names) > LISTED else ''}"
        for key, names in along.items()
    ]
    return ("；" if language == "zh" else "; ").join(parts)
