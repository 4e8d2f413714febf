"""One file per constraint family, listed in FAMILIES in the order in which they are added.

The first ones own the columns that the later ones limit.
"""

from __future__ import annotations

from collections.abc import Callable

from importplan.model.families import (
    balance,
    bonded,
    budget,
    capacity,
    diversification,
    fallbacks,
    framework,
    lots,
    open_needs,
    orders,
    other_limits,
    quota,
    routes,
    service,
    storage,
    workaround,
)
from importplan.model.program.frame import Frame, LimitRows

FAMILIES: dict[str, Callable[[Frame], None]] = {
    "orders": orders.add,
    "framework": framework.add,
    "fallbacks": fallbacks.add,
    "balance": balance.add,
    "bonded": bonded.add,
    "routes": routes.add,
    "open_needs": open_needs.add,
    "workaround": workaround.add,
    "storage": storage.add,
    "capacity": capacity.add,
    "lots": lots.add,
    "quota": quota.add,
    "diversification": diversification.add,
    "service": service.add,
    "other_limits": other_limits.add,
    "budget": budget.add,
}

LIMIT_ROWS: dict[str, LimitRows] = diversification.ROWS | service.ROWS | other_limits.ROWS
