"""Tells on standard error how far the reading of a folder has come."""

from __future__ import annotations

import sys

from importplan.basics.labels import Language, text
from importplan.cli.language import spoken
from importplan.running.clock import Clock

STEP = 0.1  # share of the files between two lines where the output goes to a file
PAUSE = 0.2  # seconds between two updates on a screen


class FileProgress:
    """Called with stage, number done and number in all."""

    def __init__(self, language: Language | None = None) -> None:
        self.language: Language = spoken(language)
        self.clock = Clock()
        self._told = -1.0
        self._at = -PAUSE

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far it is: in place on a screen, else a line for each tenth."""
        if stage != "files":
            self._line(text(f"cli.survey.progress.{stage}", self.language), "\n")
            return
        words = text("cli.survey.progress.files", self.language, done=done, total=total)
        if sys.stderr.isatty():
            if self.clock.spent() - self._at >= PAUSE or done == total:
                self._at = self.clock.spent()
                self._line(words, "\n" if done == total else "")
        elif done == total or done / max(total, 1) - self._told >= STEP:
            self._told = done / max(total, 1)
            self._line(words, "\n")

    def _line(self, words: str, end: str) -> None:
        start = "\r" if sys.stderr.isatty() else ""
        print(f"{start}[{self.clock.spent():6.1f} s] {words}", file=sys.stderr, end=end, flush=True)
