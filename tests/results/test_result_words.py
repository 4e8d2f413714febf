"""No word is missing: every line, charge, status, column, table and sheet has its words in both languages."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from string import Formatter

import pytest

from importplan.basics.labels import known, table
from importplan.customs.cost.charge_kind import PageGroup
from importplan.customs.cost.rules import EVERY_CHARGE
from importplan.model.search.simple.rules import RULES
from importplan.plan.lines import CASH_GROUPS, CASH_LINES, COST_LINES, VAT_RECOVERED
from importplan.plan.solution import Reason
from importplan.results.contents import SHEETS
from importplan.results.sheets.comparison import MEASURES
from importplan.results.sheets.notes import METHOD
from syntax import modules

JUDGED_ON = ("fresh", "given", "same")
EXPECTED = [
    *(f"result.cost.{line}" for line in COST_LINES),
    *(f"result.cash.{line}" for line in CASH_LINES),
    *(f"result.reason_end.{reason.value}" for reason in Reason),
    *(f"charge.{charge.key}" for charge in EVERY_CHARGE),
    *(f"result.alternative.{key}" for key in ("this_plan", *RULES)),
    *(f"result.method.{key}" for key in METHOD),
    *(f"result.figure.{measure}" for measure in (*MEASURES, "cost_cny")),
    *(f"result.{part}_{key}" for part in ("section.risk", "about.risk", "about.comparison") for key in JUDGED_ON),
    *(f"result.method.draws_{key}" for key in JUDGED_ON),
    "result.method.shared_by_rule",
    "result.method.bound_of_use",
    "result.method.bound_of_use_unknown",
    "result.method.open_needs",
    *(f"result.cash_group.{group.value}" for group in PageGroup),
    *(f"result.within.{key}" for key in ("plan", "each_draw")),
    *(f"result.nature.{key}" for key in ("cash", "estimate", "deductible", "base")),
    *(f"result.note.{key}" for key in ("tax", "draws", "input", "unused", "method")),
    *(f"result.measure.{key}" for key in ("mean", "cvar", "least", "quantile", "most")),
    *(f"result.relief_counted.{key}" for key in ("held", "applied", "planned")),
    *(f"result.sign.{key}" for key in ("prepared_by", "reviewed_by", "customs", "finance", "approved_by")),
    *(f"result.period_of.{key}" for key in ("quarter", "month")),
    *(f"result.relief.{key}" for key in ("held", "applied", "planned", "none", "nothing")),
    *(f"result.role.{key}" for key in ("purchase", "customs", "finance")),
    *(f"result.target.{key}" for key in ("country", "supplier", "lane", "offer")),
    *(f"sheet.{key}" for key in SHEETS),
]


@pytest.mark.parametrize("key", EXPECTED)
def test_every_key_that_a_report_may_ask_for_has_words(key: str) -> None:
    assert known(key), key


def calls(name: str) -> list[ast.Call]:
    """All calls of a name in the sources of the room."""
    return all_calls()[name]


@cache
def all_calls() -> dict[str, list[ast.Call]]:
    """Name → its calls."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for file, tree in modules().items():
        for node in ast.walk(tree) if file.startswith("results/") else ():
            if isinstance(node, ast.Call):
                found[getattr(node.func, "id", getattr(node.func, "attr", ""))].append(node)
    return found


def literal(node: ast.Call) -> str | None:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def test_every_word_asked_for_by_its_full_key_is_there() -> None:
    asked = {key for node in calls("word") if (key := literal(node)) is not None}
    assert len(asked) > 40
    assert not [key for key in asked if not known(key)]


def test_every_family_of_words_that_a_column_tells_keys_in_is_there() -> None:
    asked = {key for node in calls("worded") if (key := literal(node)) is not None}
    assert len(asked) > 10
    assert not [key for key in asked if not any(label.startswith(f"{key}.") for label in table())]


def test_every_dropdown_that_a_column_tells_choices_of_has_words() -> None:
    asked = {key for node in calls("choice") if (key := literal(node)) is not None}
    assert len(asked) > 8
    said = {label.removeprefix("survey.") for label in table()}
    assert not [key for key in asked if not any(label.startswith(f"choice.{key}.") for label in said)]


def test_english_names_no_value_that_chinese_does_not() -> None:
    """It would break the report; English may leave out the Chinese unit (台)."""
    for label in table().values():
        if label.key.startswith(("result.", "cli.")):
            fields = [{field for _, field, _, _ in Formatter().parse(words) if field} for words in (label.zh, label.en)]
            assert fields[0] - {"unit"} == fields[1] - {"unit"}, label.key


def test_english_words_of_results_hold_no_chinese() -> None:
    for label in table().values():
        if label.key.startswith(("result.", "cli.")):
            assert not re.search(r"[\u4e00-\u9fff]", label.en), label.key


def test_every_cash_line_stands_in_one_group_of_page_one() -> None:
    grouped = [line for lines in CASH_GROUPS.values() for line in lines] + [VAT_RECOVERED]
    assert sorted(grouped) == sorted(CASH_LINES)
