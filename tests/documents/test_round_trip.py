"""What is written reads back as the identical scenario: workbooks, CSV files, Parquet, the template."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importplan.basics.issues import Issue
from importplan.basics.labels import LANGUAGES
from importplan.basics.spans import TimeSpan
from importplan.catalog.references.countries import shipped_countries
from importplan.documents.case import csv_folder, parquet_folder
from importplan.documents.case.example import example
from importplan.documents.case.template import write_template
from importplan.documents.case.write import write
from importplan.parsing.currencies import find_currency
from importplan.parsing.words import fold
from importplan.scenario.case_file import read, sheets_in
from importplan.scenario.from_rows import from_rows
from importplan.scenario.same_id import resolve_references
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS, column
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.schema.settings import CURRENT
from importplan.scenario.switched_off import switched_off
from importplan.scenario.wording import literal_words
from importplan.tables.grid import SourceFile
from importplan.tables.parquet import read_all

SIGNS = "aZ09 =+-@'\"#_;,，；\n\t五轴é😀<&>%.:/\\"
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=12).map(str.strip).filter(bool)
NAMES = st.text(st.sampled_from("abcXYZ09五轴-_=+@'"), min_size=1, max_size=6)
PARTS = st.text(st.sampled_from("abc九 :.-"), min_size=1, max_size=6).map(str.strip).filter(bool)
DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))

SPANS = DAYS.map(TimeSpan.on) | st.builds(
    lambda year, month, months: TimeSpan.of_months(year, month, min(months, 13 - month)),
    st.integers(1990, 2199),
    st.integers(1, 12),
    st.integers(1, 12),
)


def _numbers(spec: ColumnSpec) -> st.SearchStrategy[float]:
    low = spec.low if spec.low is not None else -1e12
    high = spec.high if spec.high is not None else 1e15
    return st.floats(low, high, exclude_min=spec.above, allow_nan=False, allow_subnormal=False).map(lambda x: x + 0.0)


def _wholes(spec: ColumnSpec) -> st.SearchStrategy[int]:
    return st.integers(int(spec.low or 0), int(spec.high or 2**63))


def _values(spec: ColumnSpec) -> st.SearchStrategy[Any]:
    """Values as the reader of cells gives them."""
    plain: dict[CellKind, Any] = {
        CellKind.ID: NAMES,
        CellKind.REFERENCE: NAMES,
        CellKind.TEXT: WORDS.filter(lambda words: fold(words) not in literal_words(spec.literals)),
        **dict.fromkeys(column.DAYS, DAYS),
        CellKind.PERIOD: SPANS,
        CellKind.YES_NO: st.booleans(),
        CellKind.LIST: st.lists(PARTS, min_size=1, max_size=3).map(tuple),
        CellKind.PAIRS: st.lists(st.tuples(PARTS, PARTS), min_size=1, max_size=2).map(tuple),
        CellKind.HS_CODE: st.from_regex(r"[0-9]{8}([0-9]{2})?", fullmatch=True).filter(str.isascii),
        CellKind.COUNTRY: st.sampled_from(("NL", "JP", "CN", "TW")),
        CellKind.COUNTRIES: st.lists(st.sampled_from(("NL", "JP", "US")), min_size=1, max_size=3, unique=True).map(
            tuple
        ),
        CellKind.CURRENCY: st.sampled_from(("EUR", "JPY", "CNY")),
    }
    if spec.kind is CellKind.CHOICE:
        return st.sampled_from(spec.choices)
    if spec.kind is CellKind.PROBABILITY_WORD:
        return st.sampled_from(spec.choices) | st.floats(0.0, 1.0)
    if spec.kind is CellKind.WHOLE:
        return _wholes(spec)
    return plain[spec.kind] if spec.kind in plain else _numbers(spec)


def _rows(schema: type[Row]) -> st.SearchStrategy[Row]:
    columns = {}
    for spec in schema.specs():
        values = _values(spec)
        columns[spec.attribute] = values if spec.required else st.just(spec.default) | values
    return st.builds(
        schema, place=st.just(schema.__dataclass_fields__["place"].default), columns=st.just({}), **columns
    )


def _distinct(schema: type[Row]) -> st.SearchStrategy[tuple[Row, ...]]:
    named = schema.id_column()
    key = (lambda row: fold(getattr(row, named.attribute))) if named else repr
    return st.lists(_rows(schema), max_size=2, unique_by=key).map(tuple)


ONE_ROW = next(schema for schema in SHEETS if schema.ONE_ROW)
REQUIRED_ROWS = {"items", "demand", "suppliers", "offers"}
SCENARIOS = st.builds(
    Scenario,
    settings=_rows(ONE_ROW),
    **{schema.SHEET: _distinct(schema) for schema in SHEETS if not schema.ONE_ROW},
)


def with_required_rows(scenario: Scenario) -> Scenario:
    """Cells only: references are not looked up here, but the required sheets must have a row."""
    base = example("en")
    missing = {sheet: getattr(base, sheet) for sheet in REQUIRED_ROWS if not getattr(scenario, sheet)}
    return resolved(scenario.replace(**missing))


def resolved(scenario: Scenario) -> Scenario:
    """What reading makes of references that differ from an id only in capitals; names of countries are codes."""
    # A base would have to be there, and overrides to name its cells; what rests on one is written whole.
    of_today = dataclasses.replace(scenario.settings, schema=min(scenario.settings.schema, CURRENT), base="")
    return switched_off(resolve_references(scenario.replace(settings=of_today, overrides=())))[0]


@given(scenario=SCENARIOS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_scenario_reads_back_identical(scenario: Scenario) -> None:
    scenario = with_required_rows(scenario)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "zh.xlsx", Path(folder) / "en.xlsx", Path(folder) / "csv"]
        write(scenario, paths[0], "zh")
        write(scenario, paths[1], "en")
        csv_folder.write(scenario, paths[2])
        for path in paths:
            raw, faults = read(path)
            again, issues = from_rows(raw)
            assert not faults
            assert not [issue for issue in issues if not issue.code.startswith("switched-off")]
            assert_same(again, scenario)


def read_parquet(folder: Path) -> tuple[SourceFile, Sequence[Issue]]:
    """A folder as `read` reads it, without a process of its own for each example."""
    grids, issues = read_all([(path, path.name, path.stem) for path in sheets_in(folder)])
    return SourceFile(folder.name, tuple(grids)), issues


@given(scenario=SCENARIOS)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_export_reads_back_identical(scenario: Scenario) -> None:
    scenario = with_required_rows(scenario)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_template(folder / "filled.xlsx", "zh", scenario)
        csv_folder.write(scenario, folder / "表", "zh")
        parquet_folder.write(scenario, folder / "typed")
        opened = [read(folder / "filled.xlsx"), read(folder / "表"), read_parquet(folder / "typed")]
    for raw, faults in opened:
        again, issues = from_rows(raw)
        assert not faults
        assert not [issue for issue in issues if not issue.code.startswith("switched-off")]
        assert_same(again, scenario)


def assert_same(again: Scenario | None, scenario: Scenario) -> None:
    """Equal, sheet by sheet, so that a failure names the sheet."""
    assert again is not None
    for entry in dataclasses.fields(Scenario):
        assert getattr(again, entry.name) == getattr(scenario, entry.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_that_looks_like_a_formula_stays_text(language: Any, tmp_path: Path) -> None:
    base = example("en")
    words = ("=1+1", "+86 20", "-5", "@x", "'quoted", "=cmd|' /C calc'!A0")
    items = tuple(dataclasses.replace(base.items[0], item=f"M{n + 1}", name_zh=name) for n, name in enumerate(words))
    scenario = base.replace(items=items)
    write(scenario, tmp_path / "case.xlsx", language)
    csv_folder.write(scenario, tmp_path / "csv")
    for path in (tmp_path / "case.xlsx", tmp_path / "csv"):
        again, _ = from_rows(read(path)[0])
        assert again == scenario
    # A spreadsheet program that opens the CSV file must see no formula in it either.
    cells = (tmp_path / "csv" / "items.csv").read_text(encoding="utf-8").replace("\n", ",").split(",")
    assert [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@"))] == []


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    base = example("en")
    broken = base.replace(settings=dataclasses.replace(base.settings, title="a\x00b\x07c\ud800"))
    write(broken, tmp_path / "case.xlsx", "zh")
    again, issues = from_rows(read(tmp_path / "case.xlsx")[0])
    assert issues == ()
    assert again is not None
    assert again.settings.title == "abc"


def test_numbers_keep_their_last_digit(tmp_path: Path) -> None:
    """0.1 + 0.2 needs seventeen digits, one more than the library writes."""
    base = example("en")
    offers = tuple(dataclasses.replace(offer, unit_price=0.1 + 0.2) for offer in base.offers)
    write(base.replace(offers=offers), tmp_path / "case.xlsx", "zh")
    again, _ = from_rows(read(tmp_path / "case.xlsx")[0])
    assert again is not None
    assert again.offers[0].unit_price == 0.1 + 0.2


def test_csv_folder_of_people_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        csv_folder.write(example("en"), tmp_path)
    assert (tmp_path / "keep.txt").read_text(encoding="utf-8") == "mine"


def test_failed_write_leaves_an_older_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.xlsx"
    write(example("en"), path, "en")
    before = path.read_bytes()
    monkeypatch.setattr("importplan.documents.case.write.write_value", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(example("zh"), path, "zh")
    assert path.read_bytes() == before


def test_codes_used_here_are_known() -> None:
    assert all(shipped_countries().find(code) == code for code in ("NL", "JP", "CN", "TW"))
    assert all(find_currency(code) == code for code in ("EUR", "JPY", "CNY"))
