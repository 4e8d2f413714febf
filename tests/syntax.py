"""The source as trees, parsed once for all tests that look through it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "importplan"


@cache
def modules() -> dict[str, ast.Module]:
    """Each file below `src/importplan` as its path there, `customs/cost/pricing.py`, and its tree."""
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
