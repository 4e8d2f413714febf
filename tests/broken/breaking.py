"""Ways to break a case: each change says where the message must point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from case_tables import CaseTables, address

from importplan.basics.issues import Severity

Change = Callable[[CaseTables], str]  # breaks the case and says where the message must point
ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True)
class Broken:
    """A case broken in one way. `says`: words of the English message, found or repair."""

    code: str
    change: Change
    severity: Severity
    says: tuple[str, ...] = ()


def cell(sheet: str, column: str, row: int, value: Any) -> Change:
    """Write one value; the message points at it."""

    def change(case: CaseTables) -> str:
        case.set_cell(sheet, row, column, value)
        return address(sheet, column, row)

    return change


def cells(sheet: str, row: int, at: str, **values: Any) -> Change:
    """Write several values of a row; the message points at column `at`."""

    def change(case: CaseTables) -> str:
        for column, value in values.items():
            case.set_cell(sheet, row, column.rstrip("_"), value)
        return address(sheet, at, row)

    return change


def added(sheet: str, at: str, **values: Any) -> Change:
    """Add a row; the message points at its column `at`."""

    def change(case: CaseTables) -> str:
        return address(sheet, at, case.add_row(sheet, **values))

    return change


def setting(name: str, value: Any) -> Change:
    """Write a setting; the message points at its value."""

    def change(case: CaseTables) -> str:
        return f"settings!B{case.set_setting(name, value)}"

    return change


def then(first: Change, second: Change) -> Change:
    """Two changes; the message points at the second."""

    def change(case: CaseTables) -> str:
        first(case)
        return second(case)

    return change


def rename_sheet(old: str, new: str) -> Change:
    def change(case: CaseTables) -> str:
        case.sheets = {new if name == old else name: rows for name, rows in case.sheets.items()}
        return new

    return change


def copy_sheet(old: str, new: str) -> Change:
    def change(case: CaseTables) -> str:
        case.sheets[new] = [list(row) for row in case.sheets[old]]
        return new

    return change


def drop_sheet(name: str) -> Change:
    def change(case: CaseTables) -> str:
        del case.sheets[name]
        return ""

    return change


def empty_sheet(name: str) -> Change:
    def change(case: CaseTables) -> str:
        del case.sheets[name][1:]
        return name

    return change


def heading(sheet: str, column: str, words: str) -> Change:
    """Rename the heading of a column; the message points at it."""

    def change(case: CaseTables) -> str:
        headings = case.sheets[sheet][0]
        headings[headings.index(column)] = words
        return address(sheet, column, 1)

    return change


def below_heading(words: str, first: Change) -> Change:
    """A change of a cell of `offers`, with other words for the heading above it; the message points at the cell."""

    def change(case: CaseTables) -> str:
        at = first(case)
        key = words.split(" ")[0]
        heading("offers", key, words)(case)
        return at

    return change


def drop_column(sheet: str, column: str) -> Change:
    def change(case: CaseTables) -> str:
        position = case.sheets[sheet][0].index(column)
        for row in case.sheets[sheet]:
            row.pop(position)
        return f"{sheet}!1"

    return change


def no_headings(sheet: str) -> Change:
    def change(case: CaseTables) -> str:
        case.sheets[sheet] = [["?", 1, 2], ["!", 3, 4]]
        return f"{sheet}!1"

    return change


def value_beside(sheet: str) -> Change:
    def change(case: CaseTables) -> str:
        case.sheets[sheet][0].append(None)
        case.sheets[sheet][1].append("stray")
        column = len(case.sheets[sheet][0])
        return f"{sheet}!{chr(64 + column)}2"

    return change


def setting_line(name: Any, value: Any, at: str = "A") -> Change:
    def change(case: CaseTables) -> str:
        case.sheets["settings"].append([name, value])
        return f"settings!{at}{len(case.sheets['settings'])}"

    return change


def no_start(case: CaseTables) -> str:
    case.sheets["settings"] = [row for row in case.sheets["settings"] if row[0] != "start"]
    return "settings"


def two_firms(case: CaseTables) -> str:
    case.add_row("firms", firm="F1")
    case.add_row("firms", firm="F2")
    case.sheets.pop("budgets")
    return address("demand", "firm", 2)


def two_firms_installed(case: CaseTables) -> str:
    two_firms(case)
    case.set_cell("demand", 2, "firm", "F1")
    return address("installed_base", "firm", case.add_row("installed_base", item="M1", quantity=3))


def draw_weights(*weights: float) -> Change:
    def change(case: CaseTables) -> str:
        for number, weight in enumerate(weights):
            case.add_row("draws", draw=f"W{number}", weight=weight)
        return address("draws", "weight", 2)

    return change
