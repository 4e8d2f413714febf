"""Number formats that change what a number means: zeros in front, 万元 behind it, a percent sign."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from importplan.untrusted.extent import secure_parser

_MEANINGFUL = re.compile(r"[万亿元%]|^0{2,}$")
_BUILT_IN = {"9": "0%", "10": "0.00%"}
_PART = "xl/styles.xml"


def meaningful_formats(path: Path) -> dict[str, str]:
    """Index of a style in the file → its number format, for those that change a meaning."""
    with zipfile.ZipFile(path) as archive:
        if _PART not in archive.namelist():
            return {}
        look = _Look()
        parser = secure_parser()
        parser.StartElementHandler = look.start
        parser.EndElementHandler = look.end
        parser.Parse(archive.read(_PART), True)
    told = ((str(index), look.formats.get(number, "")) for index, number in enumerate(look.styles))
    return {index: code for index, code in told if _MEANINGFUL.search(code)}


class _Look:
    """Format codes by number, and the numbers of the styles of cells in order."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = dict(_BUILT_IN)
        self.styles: list[str] = []
        self._within = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self.styles.append(attributes.get("numFmtId", ""))

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "cellXfs":
            self._within = False
