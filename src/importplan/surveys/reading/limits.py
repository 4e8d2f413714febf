"""How large a returned questionnaire may be. A person fills it in: far less than what a scenario workbook may hold."""

from __future__ import annotations

from importplan.untrusted.limits import Limits

RETURNED = Limits(
    parts=1_000, inflated_bytes=100_000_000, rows=20_000, columns=400, cells=1_000_000, merged_cells=50_000
)
MOST_BYTES = 30_000_000  # of the file as it lies in the folder
MOST_TEXT_BYTES = 10_000_000  # of a CSV file
SECONDS_FOR_A_FILE = 60.0
BYTES_OF_A_WORKER = 4_000_000_000  # address space, where the system can limit it
