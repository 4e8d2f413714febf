"""Rules of the house that no linter knows: one name, one idea; and no import that waits inside a function."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "importplan"
MODULES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
# The module `resource` is not there on Windows.
WAITS = {("tables/apart.py", "resource")}


def test_a_public_class_name_stands_once():
    """Two classes of one name are two ideas under one word: whoever reads the name must not have to ask which."""
    homes = defaultdict(list)
    for file, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_imports_stand_at_the_head_of_a_file():
    """An import inside a function hides a direction from the layers, and a cost from the reader."""
    hidden = {
        (file, imported.name if isinstance(inner, ast.Import) else str(inner.module))
        for file, tree in MODULES.items()
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(function)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
        for imported in inner.names
    }
    assert hidden == WAITS
