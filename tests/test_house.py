"""Rules of the house that no linter knows: one name, one idea; and no import that waits inside a function."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

from syntax import SOURCE, modules

ROOT = Path(__file__).parents[1]
LAYERS = (ROOT / "pyproject.toml").read_text("utf-8").partition("layers = [")[2].partition("]")[0]
# The module `resource` is not there on Windows.
WAITS = {("tables/apart.py", "resource")}

# The same names to another end.
TWO_READINGS = {
    frozenset(names.split())
    for names in (
        "contract firm_quote budget_quote past_deal estimate",  # choices, and how far they are to be doubted
        "held applied planned",  # choices, and what is shown first
        "quantity quantity_low quantity_high",  # columns of a case that count units, and questions of a form
        "item_number period firmness",  # what a check is about, and what its formula compares
        "duty.rate duty.base duty.amount",  # headings of two tables on the terminal
        "duty.rule duty.source duty.confidence",
    )
}


def test_a_public_class_name_stands_once():
    """Two classes of one name are two ideas under one word: whoever reads the name must not have to ask which."""
    homes = defaultdict(list)
    for file, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_a_list_of_names_stands_once():
    """Three names or more that stand together in two rooms are one fact with two homes: one of them will be forgotten.

    The auditor is the second reading of the contract, so it has its own.
    """
    homes = defaultdict(set)
    for file, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, (ast.Tuple, ast.Set, ast.List)) or file.startswith("evaluation/ledger/"):
                continue
            values = [each.value for each in node.elts if isinstance(each, ast.Constant)]
            if len(values) == len(node.elts) >= 3 and all(isinstance(each, str) and len(each) > 2 for each in values):
                homes[frozenset(values)].add(file)
    assert {names: files for names, files in homes.items() if len(files) > 1 and names not in TWO_READINGS} == {}


def test_imports_stand_at_the_head_of_a_file():
    """An import inside a function hides a direction from the layers, and a cost from the reader."""
    hidden = {
        (file, imported.name if isinstance(inner, ast.Import) else str(inner.module))
        for file, tree in modules().items()
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(function)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
        for imported in inner.names
    }
    assert hidden == WAITS


def test_a_file_of_tests_has_a_name_of_its_own():
    """They are no package: of two with one name only the first would be read."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_the_page_of_the_house_names_what_is_there():
    """Every room, file and test on the page can be opened."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([\w./]+)`", page))
    rooms = {row.split("`")[1] for row in page.splitlines() if row.startswith("| `") and "one idea" not in row}
    tests = {path.stem: path for path in (ROOT / "tests").rglob("test_*.py")}
    cases = "".join(path.read_text(encoding="utf-8") for path in tests.values())
    paths = {name for name in told if "/" in name and "*" not in name}
    assert rooms == {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert {name for name in paths if not any(home.joinpath(name).exists() for home in (SOURCE, ROOT))} == set()
    assert {
        name for name in told if name.startswith("test_") and name not in tests and f"def {name}" not in cases
    } == set()


def test_no_file_imports_itself_by_way_of_others():
    """Neither where only types are meant: whoever reads the one has to read the other."""
    trees = {f"importplan.{file.removesuffix('.py').replace('/', '.')}": tree for file, tree in modules().items()}
    needs = {
        name: {
            target
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for target in (node.module, *(f"{node.module}.{imported.name}" for imported in node.names))
            if target in trees
        }
        for name, tree in trees.items()
    }
    TopologicalSorter(needs).prepare()


def test_words_of_an_issue_stand_in_a_room_that_tells_it():
    """A room owns its words. Codes that are put together (`plan-{kind}-gone`) are found by what they begin with."""
    order = [room.strip('"') for room in re.findall(r'^    ("\w+"),$', LAYERS, re.MULTILINE)][::-1]
    text = {room: "".join(path.read_text("utf-8") for path in (SOURCE / room).rglob("*.py")) for room in order}
    strange = []
    for path in SOURCE.glob("*/words/*.csv"):
        for code in set(re.findall(r"^issue\.([\w-]+)", path.read_text("utf-8"), re.MULTILINE)):
            told = [room for room in order if f'"{code}"' in text[room]]
            if told and path.parts[-3] not in told:
                strange.append((code, path.parts[-3], told))
    assert strange == []
