"""Do the tests notice? Small faults, one at a time, in a scratch copy: tests that run the faulty function must fail.

    python benchmarks/mutation.py --rooms model customs evaluation --sample 60 --seed 1
    python benchmarks/mutation.py --rooms evaluation/schedule.py model/families --sample 0     every fault of two files

Rooms are folders or files below src/importplan. A fault that the tests let pass is told with its difference. Where it
changes nothing that anybody can see it is no fault: such ones are judged by hand and kept with the reason in
`mutants/alike.txt`. They do not count, nor do swapped arguments that the check of types refuses. The first run finds
out which test files run which functions (twice as long as the whole suite takes) and keeps it beside the scratch copy.
One process; `nice -n 15` leaves the machine to others.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mutants.alike import Alike
from mutants.changes import Change, changes
from mutants.covering import Covered, covered, environment

ROOT = Path(__file__).parents[1]
PACKAGE = Path("src/importplan")
COPIED = ("src", "tests", "benchmarks", "catalogs", "scenarios", "docs")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
# Tests that read the source and would know a changed line by sight.
STATIC = ("test_constraint_guide.py", "test_commands_page.py", "test_readme.py", "test_house.py")


@dataclass(frozen=True)
class Fault:
    """A change of a file of the package."""

    source: str  # below src
    change: Change

    @property
    def told(self) -> str:
        """Where and what, in one line."""
        return (
            f"{self.source.removeprefix('importplan/')}:{self.change.line} {self.change.function} ({self.change.kind})"
        )


def faults(rooms: list[str]) -> list[Fault]:
    """Every fault in some rooms."""
    found = []
    for room in rooms:
        path = ROOT / PACKAGE / room
        if not path.exists():
            raise SystemExit(f"there is no {path}")
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            source = file.relative_to(ROOT / "src").as_posix()
            found += [Fault(source, change) for change in changes(file.read_text(encoding="utf-8"))]
    return found


def sampled(found: list[Fault], count: int, seed: int) -> list[Fault]:
    """So many of them by chance, in their order; all of them for 0."""
    if not count or count >= len(found):
        return found
    return [found[position] for position in sorted(Random(seed).sample(range(len(found)), count))]


class Scratch:
    """A copy of the project in which one file at a time is faulty."""

    def __init__(self, folder: Path) -> None:
        self.copy, self._turn = folder / "copy", 0
        shutil.rmtree(self.copy, ignore_errors=True)
        self.copy.mkdir(parents=True)
        for name in COPIED:
            shutil.copytree(ROOT / name, self.copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, self.copy / name)

    def refused_by_types(self, fault: Fault) -> bool:
        """Whether the check of types tells arguments that were swapped: such a fault could never land."""
        if fault.change.kind != "swapped" or importlib.util.find_spec("mypy") is None:
            return False
        self._write(fault.source, fault.change.after)
        command = [sys.executable, "-m", "mypy", str(Path("src") / fault.source)]
        ended = subprocess.run(command, cwd=self.copy, env=environment(self.copy), capture_output=True, check=False)
        self._write(fault.source, fault.change.before)
        return ended.returncode != 0

    def fails(self, fault: Fault, tests: list[Covered], seconds: float) -> str:
        """`killed` by a test, `slow` beyond the time limit, or `survived`."""
        self._write(fault.source, fault.change.after)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
        try:
            ended = subprocess.run(
                [*command, *(test.path for test in tests)],
                cwd=self.copy,
                env=environment(self.copy),
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "slow"
        finally:
            self._write(fault.source, fault.change.before)
        return "survived" if ended.returncode == 0 else "killed"

    def _write(self, source: str, text: str) -> None:
        """A second of its own for each version: compiled files are known by that in which their source was written."""
        path = self.copy / "src" / source
        path.write_text(text, encoding="utf-8")
        self._turn += 1
        os.utime(path, (1_000_000_000 + self._turn, 1_000_000_000 + self._turn))


def chosen(fault: Fault, tests: list[Covered], most_seconds: float) -> list[Covered]:
    """Test files that run the faulty function, quick ones first, as many as there is time for; never none."""
    mine = [test for test in tests if test.calls(fault.source, fault.change.function)]
    mine = mine or [test for test in tests if test.touches(fault.source)]
    found, total = list[Covered](), 0.0
    for test in sorted(mine, key=lambda test: test.seconds):
        total += test.seconds
        if found and total > most_seconds:
            break
        found.append(test)
    return found


def tried(scratch: Scratch, wanted: list[Fault], tests: list[Covered], most: float) -> Iterator[tuple[Fault, str]]:
    """Every fault with what became of it."""
    alike = Alike.read()
    for fault in wanted:
        if alike.knows(fault.source, fault.change):
            yield fault, "alike"
        elif scratch.refused_by_types(fault):
            yield fault, "types"
        else:
            mine = chosen(fault, tests, most)
            limit = 30.0 + 4.0 * sum(test.seconds for test in mine)
            yield fault, scratch.fails(fault, mine, limit) if mine else "survived"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rooms", nargs="+", default=["model", "customs", "evaluation"])
    options.add_argument("--sample", type=int, default=60, help="0: all")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--most-seconds", type=float, default=150.0, help="of tests for one fault, as they took alone")
    options.add_argument("--tests", nargs="+", default=["tests"], help="folders or files of tests that are asked")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "importplan-mutation")
    options.add_argument("--list", action="store_true", help="only tell the faults")
    asked = options.parse_args()
    wanted = sampled(faults(asked.rooms), asked.sample, asked.seed)
    if asked.list:
        for fault in wanted:
            print(fault.told, *fault.change.difference, sep="\n    ")
        return
    scratch, began = Scratch(asked.folder), time.perf_counter()
    files = [file for name in asked.tests for file in _test_files(scratch.copy / name) if file.name not in STATIC]
    tests = covered(scratch.copy, files, asked.folder / "covering.json")
    ended: Counter[str] = Counter()
    for fault, how in tried(scratch, wanted, tests, asked.most_seconds):
        ended[how] += 1
        print(f"{how:9} {fault.told}", flush=True)
        if how == "survived":
            print(*fault.change.difference, sep="\n", flush=True)
    print(report(ended, time.perf_counter() - began))


def _test_files(path: Path) -> list[Path]:
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def report(ended: Counter[str], seconds: float) -> str:
    """The figure, and what it is made of."""
    noticed = ended["killed"] + ended["slow"]
    counted = noticed + ended["survived"]
    share = f"{noticed / counted:.0%}" if counted else "none"
    return (
        f"{share} of {counted} faults noticed ({ended['survived']} survived, {ended['slow']} ended by the time limit); "
        f"besides {ended['alike']} that change nothing and {ended['types']} that the check of types refuses; "
        f"{seconds / 60:.0f} min"
    )


if __name__ == "__main__":
    main()
