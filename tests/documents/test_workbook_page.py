"""docs/workbook.md is generated from the schema and is current."""

from __future__ import annotations

from pathlib import Path

from importplan.documents.case.reference import page
from importplan.scenario.schema import SHEETS

PAGE = Path(__file__).parents[2] / "docs" / "workbook.md"
HEAD = (
    "<!-- Generated from the schema by `python tests/workbook/test_workbook_page.py`; "
    "a test fails when it is not current. 中文在前，英文在后。 -->\n\n"
)


def generated() -> str:
    """The page as it should be: Chinese, then English."""
    return HEAD + page("zh") + "\n" + page("en")


def test_the_page_of_the_workbook_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == generated()


def test_the_page_names_every_column() -> None:
    english = page("en")
    for schema in SHEETS:
        assert f"## `{schema.SHEET}`" in english
        assert all(f"| `{spec.key}` |" in english for spec in schema.specs())


if __name__ == "__main__":
    PAGE.write_text(generated(), encoding="utf-8")
