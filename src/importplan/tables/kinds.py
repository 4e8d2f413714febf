"""What a file from outside is, by its content and not by its name, and its grids."""

from __future__ import annotations

import zipfile
from enum import Enum
from pathlib import Path

from importplan.basics.errors import rejected
from importplan.basics.issues import Place
from importplan.tables.delimited import read_delimited
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.safety import MAIN_PART, OLE_CONTAINER, size_of
from importplan.tables.workbook import read_old, read_open, read_xlsx

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
TEXT_ENDINGS = (".csv", ".txt", ".tsv")
_EXCEL_ENDINGS = (".xls", ".et")  # what programs export under them is often text


class FileKind(Enum):
    """The kinds that are read."""

    WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    OPEN_DOCUMENT = "ods"
    TEXT = "csv"


def read_any(path: Path, file: str, limits: Limits = WORKBOOK) -> SourceFile:
    """The grids of a spreadsheet of any kind; `file` is how messages call it.

    Raises InputRejected for what is not read, is damaged, or reaches too far.
    """
    kind = kind_of(path, file, limits)
    if kind is FileKind.WORKBOOK:
        return read_xlsx(path, file, limits)
    if kind is FileKind.TEXT:
        return SourceFile(file, (read_delimited(path, file, path.stem, limits),))
    if kind is FileKind.OPEN_DOCUMENT:
        return read_open(path, file, limits)
    return read_old(path, file, limits)


def read_text(path: Path, file: str, limits: Limits = WORKBOOK) -> Grid:
    """The only grid of a CSV file. Raises InputRejected as `read_any` does, and for a workbook that is called CSV."""
    try:
        kind = kind_of(path, file, limits)
    except OSError as error:
        raise rejected("file-unreadable", Place(file), message=error.strerror or error) from error
    if kind is not FileKind.TEXT:
        raise rejected("csv-is-a-workbook", Place(file))
    return read_delimited(path, file, path.stem, limits)


def kind_of(path: Path, file: str, limits: Limits = WORKBOOK) -> FileKind:
    """The kind of a file. Raises InputRejected for all that is not read."""
    at = Place(file)
    size = size_of(path, at, limits)
    with path.open("rb") as content:
        beginning = content.read(512)
    if beginning.startswith(OLE_CONTAINER):
        return _compound(path, at)
    if zipfile.is_zipfile(path):
        return _zipped(path, at)
    return _text(path, beginning, size, at, limits)


def _compound(path: Path, at: Place) -> FileKind:
    if _ENCRYPTED in path.read_bytes():
        raise rejected("survey-file-password", at)
    return FileKind.OLD_WORKBOOK


def _zipped(path: Path, at: Place) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            typed = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except Exception as error:
        raise rejected("file-damaged", at, message=error) from error
    if MAIN_PART in names:
        return FileKind.WORKBOOK
    if typed.startswith(_SPREADSHEET):
        return FileKind.OPEN_DOCUMENT
    if "xl/workbook.bin" in names:
        raise rejected("survey-file-binary", at)
    raise rejected("survey-file-archive" if path.suffix.lower() == ".zip" else "file-not-a-workbook", at)


def _text(path: Path, beginning: bytes, size: int, at: Place, limits: Limits) -> FileKind:
    ending = path.suffix.lower()
    if ending not in (*TEXT_ENDINGS, *_EXCEL_ENDINGS):
        damaged = ending in (".xlsx", ".xlsm", ".ods") and beginning.startswith(b"PK")
        not_one = "file-not-a-workbook" if ending in (".xlsx", ".xlsm", ".ods", ".xlsb") else "survey-file-kind"
        if damaged:
            raise rejected("file-damaged", at, message="zip: no end")
        raise rejected(not_one, at, ending=ending)
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise rejected("survey-file-markup", at)
    if size > limits.text_bytes:
        raise rejected("survey-file-size", at, allowed=limits.text_bytes // 1_000_000)
    return FileKind.TEXT
