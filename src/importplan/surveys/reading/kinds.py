"""What a returned file is, by its content and not by its name."""

from __future__ import annotations

import stat
import zipfile
from enum import Enum
from pathlib import Path

from importplan.basics.issues import Place
from importplan.surveys.reading.limits import MOST_BYTES, MOST_TEXT_BYTES
from importplan.surveys.reading.refused import Refused
from importplan.untrusted.safety import MAIN_PART, OLE_CONTAINER

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
TEXT_ENDINGS = (".csv", ".txt", ".tsv")
_EXCEL_ENDINGS = (".xls", ".et")  # what programs export under them is often text


class Kind(Enum):
    """The kinds that are read."""

    WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    OPEN_DOCUMENT = "ods"
    TEXT = "csv"


def kind_of(path: Path, file: str) -> Kind:
    """The kind of a file; `file` is how it is called in the folder. Raises Refused for all that is not read."""
    at = Place(file)
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise Refused("survey-file-link", at)
    if not stat.S_ISREG(status.st_mode):
        raise Refused("survey-file-kind", at, ending=path.suffix)
    if status.st_size == 0:
        raise Refused("file-empty", at)
    if status.st_size > MOST_BYTES:
        raise Refused("survey-file-size", at, allowed=MOST_BYTES // 1_000_000)
    with path.open("rb") as content:
        beginning = content.read(512)
    if beginning.startswith(OLE_CONTAINER):
        return _compound(path, at)
    if zipfile.is_zipfile(path):
        return _zipped(path, at)
    return _text(path, beginning, status.st_size, at)


def _compound(path: Path, at: Place) -> Kind:
    if _ENCRYPTED in path.read_bytes():
        raise Refused("survey-file-password", at)
    return Kind.OLD_WORKBOOK


def _zipped(path: Path, at: Place) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            typed = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except Exception as error:
        raise Refused("file-damaged", at, message=error) from error
    if MAIN_PART in names:
        return Kind.WORKBOOK
    if typed.startswith(_SPREADSHEET):
        return Kind.OPEN_DOCUMENT
    if "xl/workbook.bin" in names:
        raise Refused("survey-file-binary", at)
    raise Refused("survey-file-archive" if path.suffix.lower() == ".zip" else "file-not-a-workbook", at)


def _text(path: Path, beginning: bytes, size: int, at: Place) -> Kind:
    ending = path.suffix.lower()
    if ending not in (*TEXT_ENDINGS, *_EXCEL_ENDINGS):
        damaged = ending in (".xlsx", ".xlsm", ".ods") and beginning.startswith(b"PK")
        not_one = "file-not-a-workbook" if ending in (".xlsx", ".xlsm", ".ods", ".xlsb") else "survey-file-kind"
        if damaged:
            raise Refused("file-damaged", at, message="zip: no end")
        raise Refused(not_one, at, ending=ending)
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused("survey-file-markup", at)
    if size > MOST_TEXT_BYTES:
        raise Refused("survey-file-size", at, allowed=MOST_TEXT_BYTES // 1_000_000)
    return Kind.TEXT
