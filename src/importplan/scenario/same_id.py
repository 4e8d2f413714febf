"""Ids that mean the same: `s1`, `S1 ` and `Ｓ1` are one supplier as long as only one supplier is called so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from importplan.basics.labels import accepted
from importplan.catalog.references.countries import shipped_countries
from importplan.parsing.words import fold
from importplan.scenario.limit_rules import Who
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.schema.limits import Limit
from importplan.scenario.target import BARE_KINDS, OF_COUNTRIES, split_target

CALLED = ("name", "name_zh", "name_en")  # columns with what people call a row


def ids_of(scenario: Scenario, sheet_key: str) -> tuple[str, ...]:
    """The ids of a sheet; of `firms` also the one firm that an empty sheet stands for."""
    if sheet_key == "firms":
        return tuple(firm.firm for firm in scenario.all_firms)
    schema = next(entry for entry in SHEETS if sheet_key == entry.SHEET)
    named = schema.id_column()
    rows: tuple[Row, ...] = getattr(scenario, sheet_key)
    return tuple(getattr(row, named.attribute) for row in rows) if named else ()


def resolve_references(scenario: Scenario) -> Scenario:
    """References written a little differently from the id they mean, replaced by that id."""
    spellings = {key: _spellings(scenario, key) for key in _referred_sheets()}
    changes: dict[str, Any] = {}
    for schema in SHEETS:
        specs = [spec for spec in schema.specs() if spec.kind is CellKind.REFERENCE]
        if specs and not schema.ONE_ROW:
            rows = getattr(scenario, schema.SHEET)
            changes[schema.SHEET] = tuple(_resolve(row, specs, spellings) for row in rows)
    changes["limits"] = tuple(_resolve_who(row, spellings) for row in changes["limits"])
    lanes = {offer.lane for offer in scenario.offers if offer.lane}
    for key in ("risk_targets", "events"):
        changes[key] = tuple(_resolve_target(row, spellings, lanes) for row in getattr(scenario, key))
    return scenario.replace(**changes)


def _resolve_who(row: Limit, spellings: dict[str, dict[str, str]]) -> Limit:
    """The country, supplier or firm that a limit speaks of; which of them its rule says."""
    if row.who in ("each", "all", RESERVE):
        return row
    if row.kind.who is Who.COUNTRY:
        meant = shipped_countries().find(row.who)
    else:
        of_suppliers = row.kind.who in (Who.SUPPLIER, Who.FRAMEWORK)
        meant = spellings["suppliers" if of_suppliers else "firms"].get(fold(row.who))
    return replace(row, who=meant) if meant is not None and meant != row.who else row


def _resolve_target(row: Any, spellings: dict[str, dict[str, str]], lanes: set[str]) -> Any:
    """`country:荷兰`, `国家:荷兰` and `荷兰` are `country:NL`; what may mean two things is left as it is written."""
    kind, name = split_target(row.target)
    found = {
        f"{one}:{meant}" for one in ((kind,) if kind else BARE_KINDS) if (meant := _meant(one, name, spellings, lanes))
    }
    if not found and kind:
        found = {f"{kind}:{name}"}  # under the key of its kind
    target = found.pop() if len(found) == 1 else row.target
    return row if target == row.target else replace(row, target=target)


def _meant(kind: str, name: str, spellings: dict[str, dict[str, str]], lanes: set[str]) -> str | None:
    if kind in OF_COUNTRIES:
        return shipped_countries().find(name)
    if kind == "lane":
        return next((lane for lane in lanes if fold(lane) == fold(name)), None)
    return spellings.get(f"{kind}s", {}).get(fold(name))


def _referred_sheets() -> set[str]:
    return {key for schema in SHEETS for spec in schema.specs() for key in spec.refers}


def _spellings(scenario: Scenario, sheet_key: str) -> dict[str, str]:
    """Folded spelling → id, only where it is one id's alone: ids first, then what people call the rows.

    `公司` and its like mean the firm where there is one.
    """
    ids = ids_of(scenario, sheet_key)
    found = _of_one((name, name) for name in ids)
    called = _of_one(called_so(scenario, sheet_key))
    if sheet_key == "firms" and len(ids) == 1:
        called |= {fold(word): ids[0] for word in accepted("word.own_firm")}
    taken = {fold(name) for name in ids}
    return {spelling: name for spelling, name in called.items() if spelling not in taken} | found


def _of_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded words → the id that they mean, without words that mean two."""
    meant: dict[str, set[str]] = defaultdict(set)
    for words, name in pairs:
        meant[fold(words)].add(name)
    return {words: next(iter(names)) for words, names in meant.items() if len(names) == 1}


def called_so(scenario: Scenario, sheet_key: str) -> Iterator[tuple[str, str]]:
    """What people call the rows of a sheet, and their ids: a name is often written where its id belongs."""
    rows: tuple[Row, ...] = scenario.all_firms if sheet_key == "firms" else getattr(scenario, sheet_key)
    for row, name in zip(rows, ids_of(scenario, sheet_key), strict=True):
        yield from ((words, name) for attribute in CALLED if (words := getattr(row, attribute, "")))


def _resolve(row: Row, specs: list[ColumnSpec], spellings: dict[str, dict[str, str]]) -> Row:
    changes: dict[str, Any] = {}
    for spec in specs:
        value = getattr(row, spec.attribute)
        if not value or value in spec.literals:
            continue
        for key in spec.refers:
            meant = spellings[key].get(fold(value))
            if meant is not None and meant != value:
                changes[spec.attribute] = meant
    return replace(row, **changes) if changes else row
