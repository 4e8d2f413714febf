"""docs/result_tables.md is generated from the columns of the result tables and is current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from all_results import all_parts

from importplan.basics.labels import text
from importplan.results.contents import SHEETS
from importplan.results.machine_record import ELSEWHERE, SECTIONS
from importplan.results.table import Column, Reader, Table

PAGE = Path(__file__).parents[2] / "docs" / "result_tables.md"
HEAD = """# Tables of a result · 结果表格

Generated from the columns themselves by `python tests/results/test_result_tables_page.py`; a test fails when it is not
current. Names are those of `plan --json`, with the unit of a value in brackets; `cny` is yuan, `goods` the unit of the
item, `share` 0.05 for 5 %. Columns of kinds of payment, ways to plan and modes of customs are those of small results.

"""


def told(column: Column[object]) -> str:
    """A column as machines know it."""
    name = column.known_as or column.key
    return f"`{name}` [{column.unit}]" if column.unit else f"`{name}`"


def where(key: str) -> str:
    """Where the record has a table."""
    section = key if key in SECTIONS else ELSEWHERE.get(key, f"tables.{key}")
    return f", `{section}`" if section else ""


def generated() -> str:
    """The page as it should be."""
    tables: dict[str, dict[str, dict[str, Column[object]]]] = {}
    for _, part in all_parts():
        for block in part.blocks:
            if isinstance(block, Table):
                columns = tables.setdefault(part.key, {}).setdefault(block.key, {})
                columns |= {told(column): column for column in block.columns if column.reader is not Reader.PEOPLE}
    return HEAD + "\n".join(lines(tables))


def lines(tables: dict[str, dict[str, dict[str, Column[object]]]]) -> Iterator[str]:
    """A heading for each sheet, a line for each of its tables."""
    for sheet in (key for key in SHEETS if key in tables):
        yield f"## {sheet} {text(f'sheet.{sheet}', 'zh')}\n"
        for key, columns in tables[sheet].items():
            title = f"{text(f'result.table.{key}', 'zh')} · {text(f'result.table.{key}', 'en')}"
            yield f"- **{key}** {title}{where(key)}: {', '.join(columns)}"
        yield ""


def test_the_page_of_tables_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == generated()


if __name__ == "__main__":
    PAGE.write_text(generated(), encoding="utf-8")
