"""Resident memory of this process and of its children, sampled while a piece of work runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import TracebackType

PAGE_MB = 4096 / 1e6


@dataclass
class Resident:
    """A context: `own` and `children` hold (seconds, MB); children are all processes below this one together."""

    every_s: float = 0.2
    own: list[tuple[float, float]] = field(default_factory=list)
    children: list[tuple[float, float]] = field(default_factory=list)

    def __enter__(self) -> Resident:
        self._stop, self._start = threading.Event(), perf_counter()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()
        self.seconds = perf_counter() - self._start

    def peak(self) -> float:
        """The most that this process and its children held at one time, in MB."""
        return max(own + below for (_, own), (_, below) in zip(self.own, self.children, strict=True))

    def part(self, samples: list[tuple[float, float]], share: float) -> float:
        """The largest sample within a tenth of the run about a share of its time."""
        near = [mb for at, mb in samples if abs(at / self.seconds - share) <= 0.05]
        return max(near, default=0.0)

    def _watch(self) -> None:
        while True:
            at = perf_counter() - self._start
            self.own.append((at, _resident("self")))
            self.children.append((at, sum(_resident(child) for child in _below("self"))))
            if self._stop.wait(self.every_s):
                return


def _resident(process: str) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_MB
    except (OSError, IndexError):
        return 0.0


def _below(process: str) -> list[str]:
    """All processes below one, at any depth."""
    found = []
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [child, *_below(child)]
    except OSError:
        pass
    return found
