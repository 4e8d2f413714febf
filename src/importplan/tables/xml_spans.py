"""Where the elements of an XML part stand, byte by byte, so that parts are changed without rewriting them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers.expat import ParserCreate

from importplan.tables.xml_stream import CHUNK, local, refuse_document_type

_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_CODING = re.compile(r"\sencoding\s*=\s*(\"[^\"]*\"|'[^']*')")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class Span:
    """One element: `start` … `end` with its tags, `opened` … `closed` what stands between them; `text` all words in it.

    An element without content (`<a/>`) has `opened` and `closed` at its end, and `bare` is true.
    """

    name: str
    tag: str
    attributes: Mapping[str, str]
    start: int
    opened: int
    closed: int = 0
    end: int = 0
    text: str = ""
    bare: bool = False
    inner: list[Span] = field(default_factory=list)


def as_utf8(part: bytes) -> bytes:
    """The part in UTF-8, whatever it was in: bytes can be put into it then."""
    if not part.startswith(_UTF_16):
        return part
    return _CODING.sub("", part.decode("utf-16"), count=1).encode()


def spans(part: bytes, *path: str) -> tuple[Span, list[Span]]:
    """The root of a part in UTF-8, and the elements that stand where `path` says: names below the root, `*` for any.

    Each of them has its own children in `inner`. Raises as `xml_stream.parse`.
    """
    look = _Look(part, path)
    return look.root, look.found


class _Look:
    def __init__(self, part: bytes, path: Sequence[str]) -> None:
        self.part, self.path = part, tuple(path)
        self.names: list[str] = []
        self.open: list[Span | None] = []
        self.found: list[Span] = []
        self.root = Span("", "", {}, 0, 0)
        self.parser = ParserCreate()
        self.parser.StartDoctypeDeclHandler = refuse_document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        stream = BytesIO(part)
        while chunk := stream.read(CHUNK):
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)

    def _depth_wanted(self) -> int:
        """1 + depth below the root of what is wanted, as long as the path down to here is the one asked for."""
        below = self.names[1:]
        fits = all(asked in ("*", name) for asked, name in zip(self.path, below, strict=False))
        return len(below) if fits else -1

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.names.append(local(tag))
        depth = self._depth_wanted()
        if depth not in (0, len(self.path), len(self.path) + 1):
            self.open.append(None)
            return
        start = self.parser.CurrentByteIndex
        match = _TAG.match(self.part, start)
        opened = match.end() if match else start
        span = Span(self.names[-1], tag, dict(attributes), start, opened, bare=self.part[opened - 2 : opened] == b"/>")
        if depth == 0:
            self.root = span
        elif depth == len(self.path):
            self.found.append(span)
        else:
            self.found[-1].inner.append(span)
        self.open.append(span)

    def _end(self, tag: str) -> None:
        self.names.pop()
        span = self.open.pop()
        if span is not None:
            span.closed = span.opened if span.bare else self.parser.CurrentByteIndex
            span.end = span.opened if span.bare else self.part.index(b">", span.closed) + 1

    def _text(self, words: str) -> None:
        for span in self.open:
            if span is not None and span is not self.root:
                span.text += words


def spliced(part: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The part with stretches `start` … `end` replaced; those of one place in the order given."""
    pieces, at = [], 0
    for start, end, content in sorted(changes, key=lambda change: change[:2]):
        pieces += [part[at:start], content]
        at = max(at, end)
    return b"".join((*pieces, part[at:]))
