"""The guide names every rule of the arithmetic and every shipped regime."""

from __future__ import annotations

from pathlib import Path

from importplan.catalog.load import load
from importplan.customs.cost.rules import RULES

GUIDE = (Path(__file__).parents[2] / "docs" / "catalogs.md").read_text(encoding="utf-8")


def test_the_guide_names_the_file_of_every_rule() -> None:
    for rule in RULES:
        assert f"{rule.work_out.__module__.rpartition('.')[2]}.py" in GUIDE


def test_the_guide_names_every_relief() -> None:
    for key in load().regimes:
        assert f"`{key}`" in GUIDE
