"""Every result table of small results reads as it did, in both languages; `golden_tables.py` rewrites them."""

from __future__ import annotations

import difflib

import pytest
from golden_tables import CASES, FOLDER, GOLDEN, golden, shown, tables

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.results.contents import SHEETS


@pytest.mark.parametrize(("name", "language"), GOLDEN)
def test_the_tables_of_a_result_read_as_they_did(name: str, language: Language) -> None:
    """Protects what people read on paper, whatever is rebuilt behind it."""
    told = golden(name, language).read_text(encoding="utf-8").splitlines()
    changed = list(difflib.unified_diff(told, tables(name, language).splitlines(), "golden", "now", lineterm="", n=0))
    assert not changed, "\n".join(["python tests/results/golden_tables.py rewrites them", *changed[:60]])


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{name}.{tongue}.txt" for name in CASES for tongue in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_of_results_stands_in_a_golden_file(language: Language) -> None:
    """So that a new sheet cannot go without one."""
    told = "".join(golden(name, language).read_text(encoding="utf-8") for name in CASES)
    assert [key for key in SHEETS if f"=== {text(f'sheet.{key}', language)}\n" not in told] == []


@pytest.mark.parametrize(
    ("value", "form", "told"),
    [
        (1234.5, "#,##0.00_0;[Red]-#,##0.00_0;–_0;@_0", "1,234.50"),
        (-1234.5, "#,##0", "-1,234"),  # half to even
        (-0.001, "0.00", "0.00"),
        (0.1234, "0.0%_0", "12.3%"),
        (1234567.891, "General", "1.23457e+06"),
        (None, "@", ""),
        ("a\nb", "@", "a⏎b"),
    ],
)
def test_a_cell_is_told_as_its_number_format_shows_it(value: object, form: str, told: str) -> None:
    assert shown(value, form) == told
