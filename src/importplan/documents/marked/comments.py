"""Comments at cells: the part that holds their words and the drawing that shows them; those of people stay."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape, quoteattr, unescape

from importplan.basics.addresses import position
from importplan.documents.excel.layout import lines_of
from importplan.documents.marked.looks import NAMESPACE
from importplan.documents.marked.package import Package, appended
from importplan.documents.marked.shades import BEHIND_DRAWING
from importplan.tables.clean import clean_text
from importplan.tables.comments import MARKS
from importplan.tables.xml_spans import Span, spans, spliced

AUTHOR = "importplan"
THREAD = "tc={"  # the author of the shadow of a threaded comment, which programs keep equal to it
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NONE = f'{HEAD}<comments xmlns="{NAMESPACE}"><authors></authors><commentList></commentList></comments>'.encode()
NO_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
    'width:260pt;height:{height}pt;z-index:{number};visibility:hidden" '
    'fillcolor="infoBackground [80]" o:insetmode="auto">'
    '<v:fill color2="infoBackground [80]"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_SPOT = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>.*?<x:Column>\s*(\d+)\s*</x:Column>", re.DOTALL)
_WORDS = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", re.DOTALL)
_NUMBER = re.compile(rb'id="_x0000_s(\d+)"')
FIRST_NUMBER = 1025
ACROSS, LINE = 46.0, 13.0  # signs on a line of a comment, points of a line


class Comments:
    """The comments of one sheet while those of an earlier check are taken away and new ones put in."""

    def __init__(self, package: Package, sheet: str) -> None:
        self.package, self.sheet = package, sheet
        self.part = package.actual(package.related(sheet, "comments"))
        self.drawing = package.actual(package.related(sheet, "vmlDrawing"))

    def take_away(self) -> None:
        """Take away the remarks of an earlier check, and nothing else."""
        if self.part not in self.package.parts:
            return
        content = self.package.text(self.part)
        changes: list[tuple[int, int, bytes]] = []
        gone: set[str] = set()
        for comment in spans(content, "commentList", "comment")[1]:
            if not _is_ours(comment.text):
                continue
            if kept := _of_person(comment.text):
                changes.append(_person_only(content, comment, kept))
            else:
                changes.append((comment.start, comment.end, b""))
                gone.add(comment.attributes.get("ref", ""))
        self.package.put(self.part, spliced(content, changes))
        self._take_shapes(gone)

    def _take_shapes(self, gone: Collection[str]) -> None:
        if not gone or self.drawing not in self.package.parts:
            return
        spots = {position(address) for address in gone}

        def kept(shape: re.Match[bytes]) -> bytes:
            spot = _SPOT.search(shape[0])
            ours = spot is not None and (int(spot[1]) + 1, int(spot[2]) + 1) in spots
            return b"" if ours else shape[0]

        self.package.put(self.drawing, _SHAPE.sub(kept, self.package.text(self.drawing)))

    def put(self, remarks: Mapping[str, str]) -> None:
        """Put a comment to each cell (address → words that begin with a mark); beside that of a person where one is."""
        if not remarks:
            return
        self._make_part()
        content = self.package.text(self.part)
        root, (authors, *_) = spans(content, "authors")
        names = [author.text for author in authors.inner]
        _, there = spans(content, "commentList", "comment")
        of_cell = {comment.attributes.get("ref", ""): comment for comment in there}
        prefix = root.tag.removesuffix(root.name)
        changes: list[tuple[int, int, bytes]] = []
        new: list[str] = []
        for address, words in remarks.items():
            comment = of_cell.get(address)
            if comment is None:
                new.append(address)
            elif not _is_thread(names, comment):
                changes.append(_beside(content, comment, prefix, words))
        content = spliced(content, changes)
        author = names.index(AUTHOR) if AUTHOR in names else len(names)
        told = "".join(
            f'<{prefix}comment ref="{address}" authorId="{author}"><{prefix}text>{_run(prefix, remarks[address])}'
            f"</{prefix}text></{prefix}comment>"
            for address in new
        )
        content = appended(content, spans(content, "commentList")[1][0], told.encode())
        if author == len(names):
            more = f"<{prefix}author>{AUTHOR}</{prefix}author>".encode()
            content = appended(content, spans(content, "authors")[1][0], more)
        self.package.put(self.part, content)
        self._put_shapes({address: remarks[address] for address in new})

    def _make_part(self) -> None:
        if self.part not in self.package.parts:
            self.part = self.package.free("xl/comments{}.xml")
            self.package.put(self.part, NONE)
            self.package.relate(self.sheet, "comments", self.part)
            self.package.declare(self.part, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")
        if self.drawing not in self.package.parts:
            self.drawing = self.package.free("xl/drawings/vmlDrawing{}.vml")
            self.package.put(self.drawing, NO_DRAWING)
            identity = self.package.relate(self.sheet, "vmlDrawing", self.drawing)
            self.package.declare(self.drawing, "application/vnd.openxmlformats-officedocument.vmlDrawing")
            self.package.put(self.sheet, _with_drawing(self.package.text(self.sheet), identity, self.package.office))

    def _put_shapes(self, remarks: Mapping[str, str]) -> None:
        content = self.package.text(self.drawing)
        number = max((int(found) for found in _NUMBER.findall(content)), default=FIRST_NUMBER - 1)
        shapes = b"" if b'id="_x0000_t202"' in content else SHAPE_TYPE
        for address, words in remarks.items():
            number += 1
            row, column = position(address)
            height = 8.0 + LINE * min(lines_of(words, ACROSS), 24)
            anchor = ", ".join(map(str, (column, 15, max(row - 2, 0), 10, column + 4, 15, row + int(height / 15), 4)))
            shape = SHAPE.format(number=number, height=height, anchor=anchor, row=row - 1, column=column - 1)
            shapes += shape.encode()
        at = content.rindex(b"</xml>")
        self.package.put(self.drawing, spliced(content, [(at, at, shapes)]))


def _is_ours(words: str) -> bool:
    return any(line.startswith(MARKS) for line in words.splitlines())


def _of_person(words: str) -> str:
    """What stands in a comment above the remarks of a check."""
    at = min(found for mark in MARKS if (found := words.find(mark)) >= 0)
    return words[:at].rstrip()


def _person_only(content: bytes, comment: Span, kept: str) -> tuple[int, int, bytes]:
    """The change that leaves a person's words: without our runs where these stand alone, else as plain words."""
    text = next(span for span in comment.inner if span.name == "text")
    prefix = comment.tag.removesuffix(comment.name)
    runs = list(_runs(prefix).finditer(content, text.opened, text.closed))
    ours = [run for run in runs if _said(run[0]).lstrip().startswith(MARKS)]
    others = "".join(_said(run[0]) for run in runs if run not in ours)
    if ours and others.rstrip() == kept:
        cut = spliced(content[: text.closed], [(run.start(), run.end(), b"") for run in ours])
        return text.opened, text.closed, cut[text.opened :]
    return text.opened, text.closed, f'<{prefix}t xml:space="preserve">{escape(kept)}</{prefix}t>'.encode()


def _runs(prefix: str) -> re.Pattern[bytes]:
    tag = re.escape(f"{prefix}r").encode()
    return re.compile(rb"<" + tag + rb"(?:\s[^>]*)?>.*?</" + tag + rb">", re.DOTALL)


def _said(run: bytes) -> str:
    """The words of a run."""
    return unescape(
        "".join(part.decode() for part in _WORDS.findall(run)), {"&quot;": '"', "&apos;": "'", "&#10;": "\n"}
    )


def _is_thread(names: list[str], comment: Span) -> bool:
    author = comment.attributes.get("authorId", "")
    return author.isdecimal() and int(author) < len(names) and names[int(author)].startswith(THREAD)


def _beside(content: bytes, comment: Span, prefix: str, words: str) -> tuple[int, int, bytes]:
    """The change that puts a remark below the words of a person; words without a run become one."""
    text, remark = next(span for span in comment.inner if span.name == "text"), _run(prefix, f"\n\n{words}").encode()
    if _runs(prefix).search(content, text.opened, text.closed):
        return text.closed, text.closed, remark
    return text.opened, text.closed, _run(prefix, comment.text).encode() + remark


def _run(prefix: str, words: str) -> str:
    return (
        f'<{prefix}r><{prefix}rPr><{prefix}sz val="9"/></{prefix}rPr><{prefix}t xml:space="preserve">'
        f"{escape(clean_text(words))}</{prefix}t></{prefix}r>"
    )


def _with_drawing(sheet: bytes, identity: str, office: str) -> bytes:
    """The sheet with the drawing of its comments."""
    root, children = spans(sheet, "*")
    prefix = root.tag.removesuffix(root.name)
    at = min((child.start for child in children if child.name in BEHIND_DRAWING), default=root.closed)
    more = f"<{prefix}legacyDrawing xmlns:r={quoteattr(office)} r:id={quoteattr(identity)}/>"
    return spliced(sheet, [(at, at, more.encode())])
