"""docs/constraints.md has a row for every family and names every row of the model."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

import pytest
from bonded_cases import in_bond
from hand_cases import catalog
from random_cases import FEATURES, random_case, with_price_breaks
from route_cases import random_routes, with_fallback

from importplan.customs.cost.landed_cost import price
from importplan.model.families import FAMILIES
from importplan.model.program.build import build
from importplan.model.program.goals import stages
from importplan.scenario.limit_rules import LIMIT_RULES
from importplan.scenario.schema.limits import Limit
from importplan.uncertainty.sampling.sample import sample

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MODEL = ROOT / "src" / "importplan" / "model"


@cache
def tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The cells of every row of the two tables by the name in their first cell: families, rows of goals."""
    families, _, goals = (DOCS / "constraints.md").read_text("utf-8").partition("## Rows of goals and risk")
    return _cells(families), _cells(goals)


def _cells(text: str) -> dict[str, list[str]]:
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", text, flags=re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split(" | ")] for name, cells in rows}


def documented_rows() -> set[str]:
    """All names of rows that the page gives."""
    families, goals = tables()
    return {name for cells in families.values() for name in re.findall(r"`(\w+)`", cells[2])} | set(goals)


def test_every_family_has_its_row_in_the_order_of_the_code() -> None:
    assert list(tables()[0]) == list(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_row_is_complete_and_names_the_file_of_the_family(family: str) -> None:
    cells = tables()[0][family]
    assert len(cells) == 6
    assert all(cells)
    (link,) = re.findall(r"\]\((\S+)\)", cells[3])
    assert (DOCS / link).resolve() == MODEL / "families" / f"{family}.py"
    assert (DOCS / link).resolve().exists()
    assert "local" in cells[4] or "coupling" in cells[4]


def test_every_name_of_rows_in_the_code_is_on_the_page() -> None:
    named = {
        name for path in MODEL.rglob("*.py") for name in re.findall(r"\.rows\(\s*\"(\w+)\"", path.read_text("utf-8"))
    }
    assert len(named) > 20
    assert named - documented_rows() == set()


def test_every_rule_of_the_sheet_limits_is_a_name_of_rows() -> None:
    assert LIMIT_RULES.keys() <= documented_rows()


def test_the_rows_of_real_programs_are_on_the_page_and_the_page_has_no_others() -> None:
    """Over random cases of all features every documented family of rows is met (`goal` and `signing` come after)."""
    met: set[str] = set()
    sources = (Limit(rule="max_suppliers", value=1.0), Limit(rule="min_supplier_share", value=0.2))
    stepped = with_price_breaks(random_case(0).replace(limits=sources), Random(0))
    routed = random_routes(0), with_fallback(random_routes(1))
    for case in (*map(random_case, range(5 * len(FEATURES))), *routed, stepped, in_bond(9)):
        landed = price(case, catalog())
        frame = build(case, landed, sample(case, base_rate=landed.base_rate))
        stages(frame)
        met |= {block.family for block in frame.draft.row_blocks}
    assert met - documented_rows() == set()
    assert documented_rows() - met == {"goal", "signing"}


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in ("constraints.md", "model.md", "solving.md"):
        text = (DOCS / page).read_text("utf-8")
        for target, _, anchor in (link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", text)):
            path = (DOCS / target).resolve()
            assert path.exists(), (page, target)
            if anchor:
                headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), flags=re.MULTILINE)
                slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
                assert anchor in slugs, (page, target, anchor)
