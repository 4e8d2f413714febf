"""Faults injected into the operations on files of the one writer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest


class Fault:
    """Lets so many operations on files pass and breaks the next one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int, error: type[BaseException]) -> None:
        self.left, self.error = after, error
        opened, replaced, synced, copied = Path.open, Path.replace, os.fsync, shutil.copy2

        def open_(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
            if "x" in mode:
                self.count()
            return opened(path, mode, *more, **named)

        monkeypatch.setattr(Path, "open", open_)
        monkeypatch.setattr(Path, "replace", lambda path, to: self.count() or replaced(path, to))
        monkeypatch.setattr(os, "fsync", lambda handle: self.count() or synced(handle))
        monkeypatch.setattr(shutil, "copy2", lambda *names: self.count() or copied(*names))

    def count(self) -> None:
        self.left -= 1
        if self.left == -1:
            raise self.error("injected")
