"""One small result for the whole session: its case, its files, its cells."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from audited_case import audited_case
from workbooks import Made

from importplan.documents.case.write import write
from importplan.documents.read_back.cells import read_cells
from importplan.pipeline.plan import plan_case, write_result
from importplan.pipeline.settings import RunSettings


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The result of the audited case, from file to file."""
    folder = tmp_path_factory.mktemp("audited")
    case, path = folder / "case.xlsx", folder / "plan.xlsx"
    write(audited_case(), case, "zh")
    result = plan_case(case, RunSettings(fresh=20))
    write_result(result, path)
    return Made(case, path, result, read_cells(path), count())
