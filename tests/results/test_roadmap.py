"""The road map: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from all_results import results

from importplan.pipeline.plan import write_result
from importplan.pipeline.verify import verify_result
from importplan.results.contents import parts
from importplan.results.names import Names
from importplan.results.page_one.page import sections
from importplan.results.views.roadmap import independence, route_steps, start_steps, supply_years


def test_the_road_map_says_what_opens_starts_saves_and_is_still_imported() -> None:
    """Made: 300,000 x 8 x 1.1 + 3,000,000 = 5,640,000; bought: 8,800,000."""
    made = results()[-1]
    used, unused = route_steps(made)
    assert (used.making.route.route, used.opened, used.planned) == ("KEY-PARTS", True, 3.0)
    assert (used.made_unit_cny, used.bought_unit_cny) == pytest.approx((5_640_000.0, 8_800_000.0), rel=0.02)
    assert used.pays_from == pytest.approx(2_000_000.0 / ((used.bought_unit_cny or 0) - (used.made_unit_cny or 0)))
    assert (unused.making.route.route, unused.opened, unused.planned) == ("SKD", False, 0.0)
    assert sum(step.planned for step in start_steps(made)) == 3.0
    assert all(step.least <= step.mean <= step.most for step in start_steps(made))
    years = supply_years(made)
    assert sum(year.imported_cny for year in years) == pytest.approx(1 * 2_400_000.0, rel=0.02)  # two lie in bond
    assert sum(year.home_cny for year in years) == pytest.approx(9_000_000.0)


def test_what_a_percentage_point_of_dependence_costs() -> None:
    """Three bought: 24,000,000 of imports and nothing at home. Made: 2,400,000 of 11,400,000; 78.9 points less.

    They cost 2,000,000 + 3 x (5,640,000 - 8,800,000) = -7,480,000 more: a point saves 94,747, and needs no subsidy.
    """
    (found,) = independence(results()[-1])
    assert found.share_without == pytest.approx(1.0)
    assert found.share_with == pytest.approx(2_400_000.0 / 11_400_000.0, rel=0.02)
    assert found.points == pytest.approx(78.9, rel=0.02)
    assert found.point_cny == pytest.approx(-94_747.0, rel=0.03)


def test_page_one_names_the_route_and_other_cases_have_no_road_map() -> None:
    made, plain = results("en")[-1], results("en")[0]
    words = " ".join(
        sentence for section in sections(made, Names(made.scenario, made.catalog, "en")) for sentence in section.lines
    )
    assert "route KEY-PARTS" in words
    assert "not used: SKD" in words
    assert "if not validated by 2027-07-01, buy from Schmidt (Germany)" in words
    assert "roadmap" not in {part.key for part in parts(plain)}
    assert "roadmap" in {part.key for part in parts(made)}


def test_a_result_with_routes_agrees_with_its_recomputation(tmp_path: Path) -> None:
    """Opened routes, planned starts and what started in each draw read back from the workbook."""
    path = tmp_path / "made.xlsx"
    write_result(results()[-1], path)
    found = verify_result(path)
    assert found.agrees, found.findings[:5]
