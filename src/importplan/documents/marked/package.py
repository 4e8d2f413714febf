"""The parts of a workbook file: which is which, and how one more is put in, without touching the others."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from importplan.tables.xml_spans import Span, as_utf8, spans, spliced

WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
BEFORE_NAMES = ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
                "functionGroups", "externalReferences")  # what stands before defined names in a workbook  # fmt: skip


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: what it is called, and the part that holds it."""

    name: str
    part: str


class Package:
    """A workbook file while parts of it are changed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self._infos = {info.filename: info for info in archive.infolist()}
            self.parts = {name: archive.read(name) for name in self._infos}
        # Readers forgive other letters in the names of parts.
        self._names = {name.casefold(): name for name in self.parts}
        self.office = next(
            (kind.rpartition("/")[0] for _, kind, _ in self.relations(WORKBOOK) if kind.endswith("/worksheet")), OFFICE
        )

    def content(self) -> bytes:
        """The file."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                info = self._infos.get(name)
                date = info.date_time if info else (1980, 1, 1, 0, 0, 0)
                kept = zipfile.ZipInfo(name, date)
                kept.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(kept, part)
        return target.getvalue()

    def actual(self, name: str) -> str:
        """The name of a part as it stands in the file; itself where there is none yet."""
        return self._names.get(name.casefold(), name)

    def text(self, name: str) -> bytes:
        """A part of XML in UTF-8."""
        return as_utf8(self.parts[self.actual(name)])

    def put(self, name: str, part: bytes) -> None:
        """Replace a part, or add it."""
        name = self.actual(name)
        self._names[name.casefold()] = name
        self.parts[name] = part

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind and part of each relation of a part to another one in the file."""
        name = self.actual(_relations_of(part))
        if name not in self.parts:
            return
        for span in spans(self.text(name), "Relationship")[1]:
            target = span.attributes.get("Target", "")
            if span.attributes.get("TargetMode") != "External":
                yield span.attributes.get("Id", ""), span.attributes.get("Type", ""), _resolved(part, target)

    def related(self, part: str, kind: str) -> str:
        """The part that a part relates to, by the last word of the kind; empty where there is none."""
        return next((target for _, of, target in self.relations(part) if of.endswith(f"/{kind}")), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another one; the id of the relation."""
        name = _relations_of(part)
        if self.actual(name) not in self.parts:
            self.put(name, NO_RELATIONS)
        content = self.text(name)
        root, found = spans(content, "Relationship")
        taken = {span.attributes.get("Id") for span in found}
        identity = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        prefix = root.tag.removesuffix(root.name)
        more = f'<{prefix}Relationship Id="{identity}" Type="{self.office}/{kind}" Target={quoteattr("/" + target)}/>'
        self.put(name, appended(content, root, more.encode()))
        return identity

    def declare(self, part: str, content_type: str) -> None:
        """Say of which type a part is."""
        content = self.text(TYPES)
        root, found = spans(content, "*")
        if any(span.attributes.get("PartName", "").casefold() == f"/{part}".casefold() for span in found):
            return
        prefix = root.tag.removesuffix(root.name)
        more = f'<{prefix}Override PartName={quoteattr("/" + part)} ContentType="{content_type}"/>'
        self.put(TYPES, appended(content, root, more.encode()))

    def free(self, pattern: str) -> str:
        """The first name of a part by a pattern with a number that is not taken."""
        return next(
            name for n in range(1, len(self.parts) + 2) if self.actual(name := pattern.format(n)) not in self.parts
        )

    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets in their order."""
        targets = {identity: self.actual(target) for identity, _, target in self.relations(WORKBOOK)}
        found = []
        for span in spans(self.text(WORKBOOK), "sheets", "sheet")[1]:
            identity = next((value for name, value in span.attributes.items() if name.endswith(":id")), "")
            if targets.get(identity, "") in self.parts:
                found.append(SheetPart(span.attributes.get("name", ""), targets[identity]))
        return tuple(found)

    def add_sheet(self, name: str) -> str:
        """One more worksheet behind the others; the name of its part, which is still to be put there."""
        part = self.free("xl/worksheets/remarks{}.xml")
        identity = self.relate(WORKBOOK, "worksheet", part)
        self.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
        content = self.text(WORKBOOK)
        root, (group, *_) = spans(content, "sheets")
        number = 1 + max((int(span.attributes.get("sheetId", "0")) for span in group.inner), default=0)
        prefix = root.tag.removesuffix(root.name)
        more = f'<{prefix}sheet xmlns:r="{self.office}" name={quoteattr(name)} sheetId="{number}" r:id="{identity}"/>'
        self.put(WORKBOOK, appended(content, group, more.encode()))
        return part

    def define(self, sheet: str, names: Mapping[str, str]) -> None:
        """Define names of one sheet, in place of those of the same name: `_xlnm.Print_Titles` and the like."""
        content = self.text(WORKBOOK)
        listed = [span.attributes.get("name") for span in spans(content, "sheets", "sheet")[1]]
        local = str(listed.index(sheet))
        old = [
            (span.start, span.end, b"")
            for span in spans(content, "definedNames", "definedName")[1]
            if span.attributes.get("localSheetId") == local and span.attributes.get("name") in names
        ]
        content = spliced(content, old)
        root, children = spans(content, "*")
        prefix = root.tag.removesuffix(root.name)
        more = "".join(
            f'<{prefix}definedName name="{name}" localSheetId="{local}">{escape(what)}</{prefix}definedName>'
            for name, what in names.items()
        )
        group = next((child for child in children if child.name == "definedNames"), None)
        if group is None:
            at = max(child.end for child in children if child.name in BEFORE_NAMES)
            whole = f"<{prefix}definedNames>{more}</{prefix}definedNames>"
            self.put(WORKBOOK, spliced(content, [(at, at, whole.encode())]))
        else:
            self.put(WORKBOOK, appended(content, group, more.encode()))


def appended(part: bytes, group: Span, more: bytes) -> bytes:
    """The part with something more at the end of an element."""
    if not group.bare:
        return spliced(part, [(group.closed, group.closed, more)])
    head = part[group.start : group.end - 2].rstrip()
    return spliced(part, [(group.start, group.end, head + b">" + more + f"</{group.tag}>".encode())])


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip("/")
