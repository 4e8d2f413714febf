"""Consent to relief as a person gives it, for tests that are about something else."""

from __future__ import annotations

from datetime import date
from typing import Any

# Filled in on an item it holds where one certificate claims it; else it stands in the row that names the item.
CONSENT: dict[str, Any] = {
    "confirmed_by": "赵敏",
    "confirmed_on": date(2025, 12, 1),
    "confirmed_basis": "项目设备清单第 1 项",
}
