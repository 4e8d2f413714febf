"""What starts on routes is the smaller of planned and there, exactly, where that makes a difference: by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hand_cases import Q1, Planned, courses, home_offer, machine, need, planned, settings
from pytest import MonkeyPatch
from route_cases import ANY, kits, one_kit, route

from importplan.model.search import one_piece
from importplan.plan.solution import Reason
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit


def two_products(**sheets: Any) -> Scenario:
    """One M and one N of a kit each; in one of two draws one of the kits ships a quarter late.

    M, whose route is the first by its id, is late at 5 CNY a quarter, N at 50; at the end nobody may be without. Kit
    and work cost 80, a machine 100.
    """
    given: dict[str, Any] = {
        "settings": settings(periods=2, open_need_share=10.0),
        "items": (machine(), machine("N"), machine("K")),
        "offers": (home_offer(), home_offer("n", item="N"), home_offer("k", 60.0, item="K")),
        "routes": (route("r1"), route("r2", item="N")),
        "route_inputs": (one_kit(route="r1"), one_kit(route="r2")),
    }
    lines = (
        need(Q1, 1.0, "M", accepts=ANY, shortage_cost_cny=5.0),
        need(Q1, 1.0, "N", item="N", accepts=ANY, shortage_cost_cny=50.0),
    )
    return kits(*lines, **(given | courses({"a": 1.0, "b": 1.0}, ("b", "availability", "offer:k", Q1, 0.5)) | sheets))


def starts(found: Planned) -> dict[tuple[str, int], float]:
    return {(row.route, row.period): row.quantity for row in found.plan.starts}


def test_who_is_missed_least_starts_later_so_that_the_other_has_the_kit() -> None:
    """2 x 80, and M late at 5 in both draws; both planned at once would leave N without a kit in one draw: 185."""
    found = planned(two_products())
    assert found.objective == pytest.approx(165.0)
    assert starts(found) == {("r1", 1): 1.0, ("r2", 0): 1.0}
    assert found.solution.termination.reason is Reason.OPTIMAL
    assert found.ledger is not None and found.ledger.violations == ()


NEVER_LATE = Limit(rule="min_fill_rate", item="N", who="each", value=1.0, within="each_draw")


def test_where_what_starts_leaves_a_limit_no_room_other_starts_are_planned() -> None:
    """N must be in time in every draw: loosely M would wait for the kit, but by its id it takes it first."""
    found = planned(two_products(limits=(NEVER_LATE,)))
    assert found.objective == pytest.approx(165.0)
    assert found.ledger is not None and found.ledger.violations == ()


def test_where_other_starts_are_too_many_to_ask_for_nothing_is_made(monkeypatch: MonkeyPatch) -> None:
    """Two machines for 200, rather than a plan that does not start as it says."""
    monkeypatch.setattr(one_piece, "MOST_EXACT", 0)
    found = planned(two_products(limits=(NEVER_LATE,)))
    assert found.objective == pytest.approx(200.0)
    assert found.plan.starts == ()
    assert found.ledger is not None and found.ledger.violations == ()
