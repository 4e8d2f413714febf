"""The safety look at annexes that are zip files of XML, with words for documents and not only for workbooks."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.untrusted.safety import MAIN_PART, file_issue


def refuse_hostile(path: Path, main_part: str = MAIN_PART) -> None:
    """Raise InputRejected where a file is cut off, protected, hostile or something else than its name says."""
    issue = file_issue(path, main_part)
    if issue is not None and issue.code == "file-not-a-workbook":
        issue = Issue.error("annex-not-whole", Place(path.name), kind=path.suffix.lower())
    if issue is not None:
        raise InputRejected((issue,))
