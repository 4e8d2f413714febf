"""How large a returned questionnaire may be. A person fills it in: far less than what a scenario workbook may hold."""

from __future__ import annotations

from importplan.tables.limits import Limits

RETURNED = Limits(
    file_bytes=30_000_000,
    text_bytes=10_000_000,
    parts=1_000,
    inflated_bytes=100_000_000,
    rows=20_000,
    columns=400,
    cells=1_000_000,
    merged_cells=50_000,
    seconds=60.0,
)
