"""Opens an annex by what kind of file it is; what cannot be read whole is refused with the reason."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.catalog.annexes.grid import Annex, Table

Reader = Callable[[Path, Language], tuple[Table, ...]]
# Each format has a module with a function `tables`; those of an extra are loaded only when a file asks for them.
READERS = {
    ".xlsx": "importplan.workbook.annexes.excel",
    ".xlsm": "importplan.workbook.annexes.excel",
    ".xls": "importplan.workbook.annexes.excel_97",
    ".csv": "importplan.workbook.annexes.delimited",
    ".docx": "importplan.workbook.annexes.word",
    ".pdf": "importplan.workbook.annexes.pdf",
}
MOST_BYTES = 100_000_000


def read_annex(path: Path, language: Language = "zh") -> Annex:
    """The tables of an annex; tables are called in a language where the file has no names for them.

    Raises InputRejected: no such file or kind of file, a damaged or hostile one, a scan without text, an extra missing.
    """
    at = Place(path.name)
    reader = READERS.get(path.suffix.lower())
    if not path.is_file():
        raise InputRejected((Issue.error("file-missing", at, path=path),))
    if reader is None:
        raise InputRejected((Issue.error("annex-kind", at, kind=path.suffix or path.name, kinds=" ".join(READERS)),))
    if path.stat().st_size > MOST_BYTES:
        raise InputRejected((Issue.error("file-too-large", at, allowed=MOST_BYTES // 1_000_000),))
    if path.stat().st_size == 0:
        raise InputRejected((Issue.error("file-empty", at),))
    try:
        tables: Reader = importlib.import_module(reader).tables
        return Annex(path.name, tables(path, language))
    except InputRejected:
        raise
    except ModuleNotFoundError as missing:
        raise InputRejected((Issue.error("annex-extra-missing", at, module=missing.name),)) from missing
    except Exception as error:  # a damaged file may break the libraries in any way; it must not break us
        message = f"{type(error).__name__}: {error}"
        raise InputRejected((Issue.error("file-damaged", at, message=message),)) from error
