"""Changes that change nothing anybody can see, judged by hand: they are no faults and do not count."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutants.changes import Change

LIST = Path(__file__).with_name("alike.txt")


@dataclass(frozen=True)
class Alike:
    """What `alike.txt` lists: (file name, line before, line after), without the spaces at its ends.

    Files are known by their name alone and lines by what they say, so that modules and lines may move.
    """

    known: frozenset[tuple[str, ...]]

    @classmethod
    def read(cls) -> Alike:
        """The list: blocks of `# why`, the file's name, then the lines before (-) and after (+)."""
        blocks = LIST.read_text(encoding="utf-8").strip().split("\n\n")
        return cls(frozenset(_key(block.splitlines()) for block in blocks))

    def knows(self, source: str, change: Change) -> bool:
        """Whether a change is on the list."""
        return _key([Path(source).name, *change.difference]) in self.known


def _key(lines: list[str]) -> tuple[str, ...]:
    told = [line for line in lines if not line.startswith("#")]
    return (told[0], *(f"{line[0]}{line[1:].strip()}" for line in told[1:]))
