"""Excel workbooks (.xlsx, .xlsm) into grids: looked at for safety, then parsed; what they bring along has no effect."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from importplan.basics.issues import Issue, Place
from importplan.surveys.reading.grid import Grid
from importplan.surveys.reading.limits import RETURNED
from importplan.surveys.reading.number_formats import meaningful_formats
from importplan.surveys.reading.parsed import parse
from importplan.surveys.reading.refused import Refused
from importplan.untrusted.extent import extents
from importplan.untrusted.limits import Limits
from importplan.untrusted.safety import file_issue

_VERSION = re.compile(rb'<(?:\w+:)?definedName[^>]*name="importplan_survey_version"[^>]*>(?:"|&quot;)?([\w.]+)')
_HARMLESS = {"xl/vbaProject.bin": "survey-macros", "xl/externalLinks/": "survey-outer-links"}


def read_workbook(path: Path, file: str, limits: Limits = RETURNED) -> tuple[list[Grid], list[Issue], str]:
    """The sheets of a workbook, what was let pass, and the version of the form that it names. Raises Refused."""
    issue = file_issue(path, limits=limits)
    if issue is None:
        reach = extents(path, limits, meaningful_formats(path))
        too_far = (one.issue(Place(file, sheet), limits) for sheet, one in reach.items())
        issue = next((far for far in too_far if far is not None), None)
    if issue is not None:
        raise Refused.because(issue, file)
    return parse(path, file, reach, limits), list(_notes(path, file)), _version(path)


def _notes(path: Path, file: str) -> Iterator[Issue]:
    """Macros are never run and links to other files never followed; the stored values are read."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    for part, code in _HARMLESS.items():
        if any(name.startswith(part) for name in names):
            yield Issue.warning(code, Place(file))


def _version(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        found = _VERSION.search(archive.read("xl/workbook.xml"))
    return found[1].decode() if found else ""
