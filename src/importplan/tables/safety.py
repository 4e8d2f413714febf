"""What is looked at before a parser sees a workbook from outside: is it one, how large does it get, is it a trap.

A small zip file can hold gigabytes of XML, an XML file can define entities that explode, one value in the last cell of
a sheet can make a reader walk over 17 thousand million cells. So the parts are counted and really inflated (the sizes
that a zip file states about itself are not believed), document types are refused, and the addresses of the cells are
looked at.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from importplan.basics.errors import rejected
from importplan.basics.issues import Issue, Place
from importplan.tables.limits import WORKBOOK, Limits

CHUNK = 1 << 20
OLE_CONTAINER = bytes.fromhex("D0CF11E0A1B11AE1")  # workbooks with a password, and those of Excel 97–2003
DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
MAIN_PART = "xl/workbook.xml"


def file_issue(path: Path, file: str, main_part: str = MAIN_PART, limits: Limits = WORKBOOK) -> Issue | None:
    """The fault of a file that is no workbook we can open, None when it may be opened.

    `file` is how messages call it, `main_part` the part that makes a zip file what it should be: another one for a text
    document.
    """
    at = Place(file)
    if not path.is_file():
        return Issue.error("file-missing", at, path=path)
    try:
        with path.open("rb") as content:
            beginning = content.read(len(OLE_CONTAINER))
    except OSError as error:
        return Issue.error("file-unreadable", at, message=error.strerror or error)
    if not beginning:
        return Issue.error("file-empty", at)
    if beginning == OLE_CONTAINER:
        return Issue.error("file-protected-or-old", at)
    if not zipfile.is_zipfile(path):
        return Issue.error("file-not-a-workbook", at)
    try:
        with zipfile.ZipFile(path) as archive:
            return next(_archive_issues(archive, at, main_part, limits), None)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        return Issue.error("file-damaged", at, message=error)


def _archive_issues(archive: zipfile.ZipFile, at: Place, main_part: str, limits: Limits) -> Iterator[Issue]:
    names = archive.namelist()
    if main_part not in names:
        yield Issue.error("file-not-a-workbook", at)
    if len(names) > limits.parts:
        yield Issue.error("file-too-many-parts", at, parts=len(names), allowed=limits.parts)
    if len({name.casefold() for name in names}) < len(names):
        yield Issue.error("file-damaged", at, message="the same part twice")
    inflated = 0
    for name in names:
        is_markup = name.lower().endswith((".xml", ".rels", ".vml"))
        before = b""
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                inflated += len(chunk)
                if inflated > limits.inflated_bytes:
                    yield Issue.error("file-too-large", at, allowed=limits.inflated_bytes // 1_000_000)
                    return
                seam = before[-32:] + chunk
                if is_markup and any(sign in seam for sign in DOCUMENT_TYPES):
                    yield Issue.error("file-document-type", at, part=name)
                    return
                before = chunk


def size_of(path: Path, at: Place, limits: Limits) -> int:
    """Bytes of a file from outside. Raises InputRejected for a link, what is no file, is empty, or is too large."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise rejected("survey-file-link", at)
    if not stat.S_ISREG(status.st_mode):
        raise rejected("survey-file-kind", at, ending=path.suffix)
    if status.st_size == 0:
        raise rejected("file-empty", at)
    if status.st_size > limits.file_bytes:
        raise rejected("survey-file-size", at, allowed=limits.file_bytes // 1_000_000)
    return status.st_size
