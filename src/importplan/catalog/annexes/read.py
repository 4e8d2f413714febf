"""Opens an annex by what kind of file it is; what cannot be read whole is refused with the reason."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from importplan.basics.errors import InputRejected, rejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.catalog.annexes.line import REMARK, SECTION_MARKS
from importplan.tables.apart import apart
from importplan.tables.damage import damage_told
from importplan.tables.delimited import read_delimited
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.limits import WORKBOOK
from importplan.tables.safety import MAIN_PART, file_issue
from importplan.tables.workbook import read_old, read_xlsx

UNCLEAR = (
    "cell-error-value",
    "cell-partly-struck",
    "cell-picture",
    "cell-tracked-change",
)  # faults after which no text is sure
WORD_PART = "word/document.xml"


def read_annex(path: Path, language: Language = "zh") -> SourceFile:
    """The tables of an annex; tables are called in a language where the file has no names for them.

    Raises InputRejected: no such file or kind of file, a damaged or hostile one, a scan without text, an extra missing.
    """
    at = Place(path.name)
    read = READERS.get(path.suffix.lower())
    if not path.is_file():
        raise rejected("file-missing", at, path=path)
    if read is None:
        raise rejected("annex-kind", at, kind=path.suffix or path.name, kinds=" ".join(READERS))
    if path.stat().st_size > WORKBOOK.file_bytes:
        raise rejected("file-too-large", at, allowed=WORKBOOK.file_bytes // 1_000_000)
    if path.stat().st_size == 0:
        raise rejected("file-empty", at)
    try:
        with damage_told(path.name):
            grids = tuple(grid for grid in read(path, language) if grid.values or grid.before)
    except ModuleNotFoundError as missing:
        raise rejected("annex-extra-missing", at, module=missing.name) from missing
    _refuse_errors(grids)
    return SourceFile(path.name, grids)


def _refuse_errors(grids: tuple[Grid, ...]) -> None:
    """Raise InputRejected where a cell shows an error, and what stood there is lost, or is crossed out in part."""
    for grid in grids:
        for (row, column), (code, told) in sorted(grid.faults.items()):
            if code in UNCLEAR:
                raise rejected(code, grid.place(row, column), value=told)


def _refuse_hostile(path: Path, main_part: str) -> None:
    """Raise InputRejected where a file is cut off, protected, hostile or something else than its name says."""
    issue = file_issue(path, path.name, main_part)
    if issue is not None and issue.code == "file-not-a-workbook":
        issue = Issue.error("annex-not-whole", Place(path.name), kind=path.suffix.lower())
    if issue is not None:
        raise InputRejected((issue,))


def _excel(path: Path, language: Language) -> tuple[Grid, ...]:
    _refuse_hostile(path, MAIN_PART)
    return read_xlsx(path, path.name).grids


def _excel_97(path: Path, language: Language) -> tuple[Grid, ...]:
    """A damaged file makes the library panic or abort, which no handler of ours would survive."""
    found = apart(read_old, path, path.name, file=path.name, seconds=WORKBOOK.seconds)
    if found.brings:
        raise rejected("annex-looks-unknown", Place(path.name))
    return found.grids


def _delimited(path: Path, language: Language) -> tuple[Grid, ...]:
    return (read_delimited(path, path.name, "", whole=True),)


def _word(path: Path, language: Language) -> tuple[Grid, ...]:
    reader = importlib.import_module("importplan.tables.word")  # of an extra: loaded only when a file asks for it
    _refuse_hostile(path, WORD_PART)
    found: tuple[Grid, ...] = reader.read_word(path, language)
    return found


def _pdf(path: Path, language: Language) -> tuple[Grid, ...]:
    reader = importlib.import_module("importplan.tables.pdf")
    found: tuple[Grid, ...] = reader.read_pdf(path, language, _says_something)
    return found


def _says_something(words: str) -> bool:
    """Whether a line between tables is a heading of a section or a remark, and no page number or running head."""
    return any(mark.match(words) for mark in (*SECTION_MARKS, REMARK))


READERS: dict[str, Callable[[Path, Language], tuple[Grid, ...]]] = {
    ".xlsx": _excel,
    ".xlsm": _excel,
    ".xls": _excel_97,
    ".csv": _delimited,
    ".docx": _word,
    ".pdf": _pdf,
}
