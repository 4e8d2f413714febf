"""From raw sheets to the typed scenario; every fault of every cell in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from importplan.basics.issues import Issue, Place, has_errors, told_once
from importplan.basics.labels import LANGUAGES, text
from importplan.basics.spans import Grain, TimeSpan
from importplan.parsing.codes import typed_as_day
from importplan.parsing.days import SHOWN_COARSER
from importplan.parsing.meant import Meant, NotRead
from importplan.parsing.words import is_note
from importplan.scenario.amounts import IN_HEADING
from importplan.scenario.as_seen import struck_or_shared
from importplan.scenario.cells import ANY_VALUE, read_cell
from importplan.scenario.checks.identity import ids_are_unique, references_exist
from importplan.scenario.headed import HeadedGrid, added_unit, read_headed
from importplan.scenario.measured import ANY_ROW, CaseUnits, InRow
from importplan.scenario.overriding import OF_A_FILE, Layer, Overridden, override, setting_told
from importplan.scenario.same_id import resolve_references
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import REQUIRED_SHEETS, RESULT_SHEETS, SHEETS, sheet
from importplan.scenario.schema.column import SPANS, CellKind, ColumnSpec, Row
from importplan.scenario.schema.overrides import Override
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema_version import newer
from importplan.scenario.spares import with_spares
from importplan.scenario.switched_off import switched_off
from importplan.scenario.unseen import counted_unseen
from importplan.scenario.wording import (
    SETTINGS_COLUMNS,
    column_keys,
    column_names,
    find_setting,
    find_sheet,
    nearest_column,
    nearest_sheet,
    setting_words,
    sheet_name,
)
from importplan.tables.cell import Cell
from importplan.tables.grid import SourceFile

# A code that was tidied is told by its own issues, or shows by itself.
NOT_TOLD = ("number_not_text", "tidied_code")
UNKNOWN_DAY = date(2000, 1, 1)  # stands in a row that has a fault and is never planned with


@dataclass
class _Typing:
    """What has been understood so far."""

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    sheets: list[HeadedGrid] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def from_rows(
    raw: SourceFile, required: tuple[str, ...] = REQUIRED_SHEETS, over: Sequence[SourceFile] = (), named: str = ""
) -> tuple[Scenario | None, tuple[Issue, ...]]:
    """The typed scenario of a case and every fault found on the way.

    Parameters
    ----------
    raw
        The sheets as they were read.
    required
        Sheets that must be there and have rows; a base case, from which another one is made, needs fewer.
    over
        Files laid over it, in order: their rows come to its rows, their settings and `overrides` take the place of its
        own.
    named
        The named scenario whose overrides are taken beside those without a name.

    Returns
    -------
    scenario
        None when any issue is an error. Otherwise it still has to pass `scenario.checks.run`.
    issues
        Errors and warnings with their cells. When a cell cannot be read, ids and references are checked here all the
        same, so that people see those faults in the same pass. A case without any sheet has none: the reader of the
        file has refused it and said why.
    """
    if not raw.grids:
        return None, ()
    work = _Typing()
    layers = [{found.key: found for found in _headed(file, work)} for file in (raw, *over)]
    overridden = override(layers, named, lambda found: _rows(found, CaseUnits(), []))
    work.sheets = [found for layer in layers for found in layer.values()]
    units = CaseUnits.of(work.sheets)
    for key in dict.fromkeys(found.key for found in work.sheets):
        sheets = [layer[key] for layer in layers if key in layer]
        if sheet(key).ONE_ROW:
            work.rows[key] = _settings(sheets, overridden, units, work.issues)
        elif key == Override.SHEET:  # done: what stands in the case now is what they say
            for found in sheets:
                _rows(found, units, work.issues)
        else:
            work.rows[key] = tuple(row for found in sheets for row in _rows(found, units, work.issues))
    work.issues.extend(overridden.issues)
    work.issues.extend(_added(layers))
    work.issues = _once_a_column(work.issues)
    work.issues.extend(_missing_sheets(raw, work, required))
    if unknown := tuple(newer(_settings_of(work.rows))):
        return None, unknown  # what else looks like a fault may be something new
    scenario, off = switched_off(resolve_references(_scenario(work.rows)))
    work.issues.extend(off)
    work.issues.extend(counted_unseen(work.sheets, scenario))
    if not has_errors(tuple(work.issues)):
        return with_spares(scenario) if not tuple(references_exist(scenario)) else scenario, tuple(work.issues)
    faulty = {issue.at for issue in work.issues}
    follow_up = (*ids_are_unique(scenario), *references_exist(scenario))
    unread = _unread_sheets(work, required)
    # A name that a spreadsheet has changed is told where it stands, and not again wherever it is named.
    changed = {word for issue in work.issues for word in str(issue.values.get("typed", "")).split(", ")}
    work.issues.extend(
        issue
        for issue in follow_up
        if issue.at not in faulty
        and issue.values.get("sheet") not in unread
        and issue.values.get("value") not in changed
    )
    return None, tuple(work.issues)


def _unread_sheets(work: _Typing, required: tuple[str, ...]) -> set[str]:
    """Sheets whose ids are not known because the sheet, its headings or its rows are missing."""
    given = {key for key in work.seen if work.rows.get(key)}
    return {key for key in (*required, *work.seen) if key not in given}


def _added(layers: Sequence[Layer]) -> Iterator[Issue]:
    """What files over the base bring along beside `overrides`."""
    for layer in layers[1:]:
        for found in layer.values():
            if found.rows and found.key != Override.SHEET and not sheet(found.key).ONE_ROW:
                names = {"sheet": found.key, "sheet_zh": sheet_name(found.key, "zh")}
                yield Issue.warning("override-adds-rows", found.grid.place(), count=len(found.rows), **names)


def _headed(raw: SourceFile, work: _Typing) -> Iterator[HeadedGrid]:
    """The sheets of a file that are input, each once."""
    own: dict[str, str] = {}
    for entry in raw.grids:
        key = None if is_note(entry.name) else find_sheet(entry.name)
        if is_note(entry.name) or key in RESULT_SHEETS:
            continue
        if key is None:
            near = nearest_sheet(entry.name)
            code = "sheet-misspelt" if near else "sheet-unknown"
            work.issues.append(Issue.warning(code, entry.place(), sheet=entry.name, nearest=near))
        elif key in own:
            work.issues.append(Issue.error("sheet-twice", entry.place(), sheet=entry.name, first=own[key]))
        else:
            own[key] = entry.name
            work.seen.setdefault(key, entry.name)
            found = read_headed(entry, key, work.issues)
            if found is not None:
                yield found


def _missing_sheets(raw: SourceFile, work: _Typing, required: tuple[str, ...]) -> Iterator[Issue]:
    for key in required:
        if key not in work.seen:
            yield Issue.error("sheet-missing", Place(raw.file), sheet=key, sheet_zh=sheet_name(key, "zh"))
        elif not work.rows.get(key) and key not in {_key_at(issue, work) for issue in work.issues}:
            yield Issue.error("sheet-empty", Place(raw.file, work.seen[key]), sheet=work.seen[key])


def _key_at(issue: Issue, work: _Typing) -> str:
    return next((key for key, name in work.seen.items() if name == issue.at.sheet), "")


def _rows(found: HeadedGrid, units: CaseUnits, issues: list[Issue]) -> tuple[Row, ...]:
    schema = sheet(found.key)
    letters: Mapping[str, str | Place] = MappingProxyType(found.letters)
    told: list[Issue] = []
    rows = tuple(_row(found, schema, row, units.in_row(found, row), letters, told) for row in found.rows)
    issues.extend(told_once(told))
    return rows


def _row(
    found: HeadedGrid,
    schema: type[Row],
    row: int,
    in_row: InRow,
    letters: Mapping[str, str | Place],
    issues: list[Issue],
) -> Row:
    values: dict[str, Any] = {}
    changed = {key: cell.at for (line, key), cell in found.instead.items() if line == row} if found.instead else {}
    for spec in schema.specs():
        cell = found.cell(row, spec.key)
        # A required column that is missing altogether has been reported once, not once a row.
        values[spec.attribute] = (
            _neutral(spec)
            if cell is None
            else _value(cell, spec, found.key, issues, in_row, found.units.get(spec.key, ""))
        )
    columns = MappingProxyType({**letters, **changed}) if changed else letters
    return schema(place=found.grid.place(row), columns=columns, **values)


def _value(
    cell: Cell, spec: ColumnSpec, sheet_key: str, issues: list[Issue], in_row: InRow = ANY_ROW, heading: str = ""
) -> Any:
    at = cell.at
    if cell.blank:
        if spec.required:
            issues.append(Issue.error("value-missing", at, **column_names(sheet_key, spec.key)))
        return _neutral(spec)
    if cell.fault:
        issues.append(Issue.error(cell.fault, at, value=cell.shown))
        return _neutral(spec)
    try:
        meant = read_cell(cell, spec, sheet_key, in_row, heading)
    except NotRead as fault:
        values = column_names(sheet_key, spec.key) | {"value": cell.shown} | fault.values
        issues.append(Issue.error(fault.code, at, **values))
        return _neutral(spec)
    value: Any = meant.value
    issues.extend(_taken(cell, meant, spec, sheet_key, in_row, heading))
    if isinstance(value, TimeSpan):
        return _day_of(value, cell, spec, sheet_key, issues)
    if spec.kind is CellKind.HS_CODE and not isinstance(cell.value, str):
        issues.append(Issue.warning("hs-code-is-a-number", at, value=cell.shown))
    if spec.kind in (CellKind.TEXT, CellKind.LIST) and sheet_key != ANY_VALUE and (typed := typed_as_day(cell)):
        issues.append(Issue.warning("text-became-date", at, value=cell.shown, typed=typed))
    return value


def _taken(cell: Cell, meant: Meant, spec: ColumnSpec, sheet_key: str, in_row: InRow, heading: str) -> Iterator[Issue]:
    """What had to be done to the words of a cell, told with what they are taken for."""
    told = [code for code in meant.repairs if code not in NOT_TOLD]
    words = f"{meant.value:.10g}" if isinstance(meant.value, float) else str(meant.value)
    words = {"True": "是 yes", "False": "否 no"}.get(words, words)
    values = column_names(sheet_key, spec.key) | in_row.names(spec.unit)
    if IN_HEADING in told:
        told.remove(IN_HEADING)
        yield Issue.warning("heading-unit", cell.at, value=cell.shown, taken=words, heading=heading, **values)
    if not told:
        return
    how = {f"how_{name}": "; ".join(text(f"understood.{code}", name) for code in told) for name in LANGUAGES}
    yield Issue.warning("cell-taken", cell.at, value=cell.shown, taken=words, **(values | how))


def _once_a_column(issues: list[Issue]) -> list[Issue]:
    """Of the numbers that have their unit from a heading the first is told, for all of its column."""
    first: dict[tuple[str, object], Issue] = {}
    return [
        issue
        for issue in issues
        if issue.code != "heading-unit" or first.setdefault((issue.at.sheet, issue.values["column"]), issue) is issue
    ]


def _day_of(span: TimeSpan, cell: Cell, spec: ColumnSpec, sheet_key: str, issues: list[Issue]) -> TimeSpan | date:
    """What a column takes of a span: its first day, its last one, or all of it; told where that is not as written."""
    if SHOWN_COARSER in span.repairs:
        issues.append(
            Issue.warning("date-shown-coarser", cell.at, value=str(cell.value)[:10], shown=str(span), also="")
        )
    if spec.kind is CellKind.PERIOD:
        return span
    day = span.last if spec.kind in (CellKind.BY, CellKind.END) else span.first
    if spec.kind in (CellKind.BY, CellKind.DATE) and span.grain is not Grain.DAY:
        values = column_names(sheet_key, spec.key) | {"value": str(span), "day": str(day), "also": ""}
        issues.append(Issue.warning("date-is-a-period", cell.at, **values))
    return day


def _neutral(spec: ColumnSpec) -> Any:
    """The default; for a required value that is not there something harmless of the right type."""
    if not spec.required:
        return spec.default
    if spec.kind in SPANS:
        return TimeSpan.on(UNKNOWN_DAY) if spec.kind is CellKind.PERIOD else UNKNOWN_DAY
    if spec.kind is CellKind.CHOICE:
        return spec.choices[0]
    numeric = spec.kind in (CellKind.NUMBER, CellKind.WHOLE, CellKind.MONEY, CellKind.SHARE)
    return (spec.low or 0.0) if numeric else ""


def _settings(
    sheets: Sequence[HeadedGrid], changed: Overridden, units: CaseUnits, issues: list[Issue]
) -> tuple[Row, ...]:
    """The one row of the settings: those of later files, then those of `overrides`, over those of earlier files."""
    key, place = sheets[0].key, sheets[0].grid.place()
    sheets = [found for found in sheets if found.columns.keys() >= set(column_keys(key))]
    if not sheets:
        return ()
    specs = {spec.key: spec for spec in sheet(key).specs()}
    of_case = InRow(order=units.order)
    values: dict[str, Any] = {}
    cells: dict[str, str | Place] = {}

    def take(setting: str, value: Cell, at: str | Place, unit: str = "") -> None:
        cells[setting] = at
        values[specs[setting].attribute] = _value(value, specs[setting], key, issues, of_case, unit)

    for number, found in enumerate(sheets):
        for setting, value, unit in _setting_lines(found, issues):
            if setting == "schema" and number and _older(value, values):
                continue
            if number and setting not in OF_A_FILE:
                issues.append(setting_told(key, setting, sheets[:number], value))
            if setting not in changed.settings:
                take(setting, value, value.at if number else value.at.cell, unit)
    for setting, value in changed.settings.items():
        take(setting, value, value.at)
    missing = (spec for spec in specs.values() if spec.required and spec.key not in cells)
    issues.extend(Issue.error("setting-missing", place, **column_names(key, spec.key)) for spec in missing)
    whole = {spec.attribute: values.get(spec.attribute, _neutral(spec)) for spec in specs.values()}
    whole["base"] = ""  # what it says is part of the case now
    return (Settings(place=place, columns=MappingProxyType(cells), **whole),)


def _setting_lines(found: HeadedGrid, issues: list[Issue]) -> Iterator[tuple[str, Cell, str]]:
    """The settings of one sheet, a line each: key, cell of the value, unit that its name adds."""
    cells: dict[str, str] = {}
    for row in found.rows:
        name, value = (found.grid.seen(row, found.columns[column]) for column in SETTINGS_COLUMNS)
        setting = _setting_of(found.key, name, value, cells, issues)
        if setting is not None:
            cells[setting] = value.at.cell
            issues.extend(struck_or_shared(found.grid, row, (name, value), column_names(found.key, setting)))
            yield setting, value, added_unit(setting_words(found.key), name.shown)


def _older(value: Cell, values: dict[str, Any]) -> bool:
    """Whether a file says an older format than one before it: the newest of a case must be readable."""
    return value.number is not None and value.number <= values.get("schema", 0)


def _setting_of(sheet_key: str, name: Cell, value: Cell, cells: dict[str, str], issues: list[Issue]) -> str | None:
    """The setting that a line is about; None, with an issue, when it is none or stands twice."""
    words = name.shown
    if name.fault:
        issues.append(Issue.error(name.fault, name.at, value=words))
        return None
    if is_note(words):
        return None
    if name.blank:
        if not value.blank:
            issues.append(Issue.warning("setting-without-name", value.at))
        return None
    key = find_setting(sheet_key, words)
    if key is None:
        near = nearest_column(sheet_key, words, (spec.key for spec in sheet(sheet_key).specs()))
        code = "setting-misspelt" if near else "setting-unknown"
        issues.append(Issue.warning(code, name.at, setting=words, nearest=near))
        return None
    if key in cells:
        issues.append(Issue.error("setting-twice", name.at, setting=words, first=cells[key]))
        return None
    return key


def _scenario(rows: dict[str, tuple[Row, ...]]) -> Scenario:
    """The scenario of the rows; the settings of a case without any are placeholders."""
    sheets: dict[str, Any] = {entry.SHEET: rows.get(entry.SHEET, ()) for entry in SHEETS if not entry.ONE_ROW}
    return Scenario(settings=_settings_of(rows), **sheets)


def _settings_of(rows: dict[str, tuple[Row, ...]]) -> Settings:
    given: Any = rows.get(Settings.SHEET, ())
    return given[0] if given else Settings(start=UNKNOWN_DAY)
