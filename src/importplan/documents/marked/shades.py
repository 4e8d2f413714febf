"""Shades of cells as conditional formats: the look of a cell itself stays, and what is ours is known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importplan.tables.xml_spans import spans, spliced

# True everywhere; programs keep the words, by which the rule is found again and taken away.
RULE = 'N("importplan check")=0'
TELLS = "importplan check"
ROOM = 400  # cells named by one rule
# In a worksheet these follow conditional formats, and the drawing of comments, in this order.
BEHIND_DRAWING = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
BEHIND_FORMATS = (
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    *BEHIND_DRAWING,
)  # fmt: skip


def without_shades(sheet: bytes) -> bytes:
    """The sheet without the shades of an earlier check."""
    changes: list[tuple[int, int, bytes]] = []
    for area in spans(sheet, "conditionalFormatting")[1]:
        ours = [rule for rule in area.inner if TELLS in rule.text]
        if ours and len(ours) == len(area.inner):
            changes.append((area.start, area.end, b""))
        else:
            changes += [(rule.start, rule.end, b"") for rule in ours]
    return spliced(sheet, changes)


def with_shades(sheet: bytes, cells: Mapping[int, Sequence[str]]) -> bytes:
    """The sheet with cells shaded: number of a shade in the styles → addresses."""
    root, children = spans(sheet, "*")
    prefix = root.tag.removesuffix(root.name)
    rules = [rule for child in children if child.name == "conditionalFormatting" for rule in child.inner]
    priority = 1 + max((int(rule.attributes.get("priority", "0")) for rule in rules), default=0)
    words = ""
    for shade, addresses in cells.items():
        for first in range(0, len(addresses), ROOM):
            words += (
                f'<{prefix}conditionalFormatting sqref="{" ".join(addresses[first : first + ROOM])}">'
                f'<{prefix}cfRule type="expression" dxfId="{shade}" priority="{priority}">'
                f"<{prefix}formula>{RULE}</{prefix}formula></{prefix}cfRule></{prefix}conditionalFormatting>"
            )
            priority += 1
    at = min((child.start for child in children if child.name in BEHIND_FORMATS), default=root.closed)
    return spliced(sheet, [(at, at, words.encode())])
