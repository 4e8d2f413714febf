"""Looks that are added to the styles of a workbook of people: found again where they are there already."""

from __future__ import annotations

import re

from importplan.documents.excel.palette import ASIDE, BAND, DOUBTFUL, INK, LINE, LINK, MISSING
from importplan.documents.marked.package import WORKBOOK, Package, appended
from importplan.tables.xml_spans import Span, spans, spliced

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{NAMESPACE}"><fonts count="1"><font/>'
    '</fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>'
).encode()
BEHIND_DXFS = ("tableStyles", "colors", "extLst")
AMOUNT = 4  # #,##0.00, which files need not spell out
FILLS = {"error": MISSING, "warning": DOUBTFUL}


class Looks:
    """The styles of a workbook, to which some are added."""

    def __init__(self, package: Package, font: str) -> None:
        self.package, self.font = package, font
        self.part = package.related(WORKBOOK, "styles")
        if not self.part:
            self.part = "xl/styles.xml"
            package.put(self.part, EMPTY)
            package.relate(WORKBOOK, "styles", self.part)
            package.declare(self.part, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")
        root, _ = spans(package.text(self.part), "*")
        self.prefix = root.tag.removesuffix(root.name)

    def shade(self, kind: str) -> int:
        """The number of the shade of cells with an error or a warning."""
        fill = self._solid(FILLS[kind])
        return self._of("dxfs", f"<p:dxf>{fill}</p:dxf>")

    def cell(
        self, *, bold: bool = False, size: int = 10, color: str = "", fill: str = "", boxed: bool = True,
        underline: bool = False, top: bool = True, amount: bool = False,
    ) -> int:  # fmt: skip
        """The number of a look of cells whose words wrap, or of amounts with two decimals."""
        parts = f'{"<p:b/>" if bold else ""}{"<p:u/>" if underline else ""}<p:sz val="{size}"/>'
        paint = f'<p:color rgb="{_argb(color)}"/>' if color else ""
        font = self._of("fonts", f'<p:font>{parts}{paint}<p:name val="{self.font}"/></p:font>')
        filled = self._of("fills", f"<p:fill>{self._solid(fill, inner=True)}</p:fill>") if fill else 0
        sides = "".join(
            f'<p:{side} style="thin"><p:color rgb="{_argb(LINE)}"/></p:{side}>'
            for side in ("left", "right", "top", "bottom")
        )
        border = self._of("borders", f"<p:border>{sides}<p:diagonal/></p:border>") if boxed else 0
        upright = "top" if top else "center"
        counted = 'applyNumberFormat="1" ' if amount else ""
        return self._of(
            "cellXfs",
            f'<p:xf numFmtId="{AMOUNT if amount else 0}" fontId="{font}" fillId="{filled}" borderId="{border}" '
            f'xfId="0" {counted}applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><p:alignment '
            f'vertical="{upright}" wrapText="1"/></p:xf>',
        )

    def title(self) -> int:
        """The first line of the sheet."""
        return self.cell(bold=True, size=16, color=INK, boxed=False, top=False)

    def note(self) -> int:
        """A line of explanation."""
        return self.cell(color=ASIDE, boxed=False)

    def heading(self) -> int:
        """A heading of a column."""
        return self.cell(bold=True, color=INK, fill=BAND, top=False)

    def link(self) -> int:
        """A cell that leads to another one."""
        return self.cell(color=LINK, underline=True)

    def _solid(self, color: str, inner: bool = False) -> str:
        pattern = (
            f'<p:patternFill patternType="solid"><p:fgColor rgb="{_argb(color)}"/><p:bgColor rgb="{_argb(color)}"/>'
            "</p:patternFill>"
        )
        return pattern if inner else f"<p:fill>{pattern}</p:fill>"

    def _of(self, group: str, words: str) -> int:
        """The place of an element in its group; put at its end where it is not there."""
        wanted = re.sub(r"(</?)p:", rf"\g<1>{self.prefix}", words).encode()
        content = self.package.text(self.part)
        root, found = spans(content, group)
        if not found:
            content = self._with_group(content, root, group)
            root, found = spans(content, group)
        for number, span in enumerate(found[0].inner):
            if content[span.start : span.end] == wanted:
                return number
        content = appended(content, found[0], wanted)
        self.package.put(self.part, _counted(content, group))
        return len(found[0].inner)

    def _with_group(self, content: bytes, root: Span, group: str) -> bytes:
        behind = [span.start for span in spans(content, "*")[1] if span.name in BEHIND_DXFS]
        at = min(behind, default=root.closed)
        return spliced(content, [(at, at, f'<{self.prefix}{group} count="0"></{self.prefix}{group}>'.encode())])


def _counted(content: bytes, group: str) -> bytes:
    """The part with the number of elements of a group as it is now."""
    _, (span, *_) = spans(content, group)
    tag = content[span.start : span.opened]
    told = re.sub(rb'\scount\s*=\s*("[^"]*"|\'[^\']*\')', f' count="{len(span.inner)}"'.encode(), tag)
    return spliced(content, [(span.start, span.opened, told)])


def _argb(color: str) -> str:
    return "FF" + color.removeprefix("#")
