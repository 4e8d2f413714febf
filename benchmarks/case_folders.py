"""Inputs with their right answers, a folder each: runs the command of each and shows what comes beside what is right.

    python benchmarks/case_folders.py FOLDER               # all folders that hold command.txt and expected.txt
    python benchmarks/case_folders.py FOLDER 03 71 c2      # those whose names begin so

A value that the program gives is looked for among the numbers of expected.txt; where it is not there, where the program
refuses the input, or where nothing is planned, both stand below each other for a person to judge. A page may name the
value of a fault too, with the warning that must stand beside it: what warnings there are is counted.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
CLOSE = 1e-6
SECONDS = 120
PROGRAM = "from importplan.cli.main import run; run()"


@dataclass(frozen=True)
class Outcome:
    """What became of an input: the words of the program, and the value of its plan where there is one."""

    name: str
    expected: str
    said: str
    value: float | None

    @property
    def warnings(self) -> int:
        """How many warnings and errors are told."""
        return len(re.findall(r"^  (?:warning|error|提醒|错误)", self.said, re.MULTILINE))

    @property
    def is_right(self) -> bool:
        """Whether the value is one of those that the page names."""
        told = [float(words.replace(",", "")) for words in NUMBER.findall(self.expected)]
        return self.value is not None and any(abs(one - self.value) <= CLOSE * max(one, 1.0) for one in told)


def run(folder: Path) -> Outcome:
    """Run the command of a folder in a copy of it, by the program that this Python would import."""
    with tempfile.TemporaryDirectory() as spare:
        place = Path(spare) / folder.name
        shutil.copytree(folder, place)
        program = Path(spare) / "importplan"
        program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{PROGRAM}' \"$@\"\n", encoding="utf-8")
        program.chmod(0o755)
        words = f"PATH={spare}:$PATH; {(folder / 'command.txt').read_text(encoding='utf-8')}"
        done = subprocess.run(["bash", "-c", words], cwd=place, capture_output=True, timeout=SECONDS, check=False)
        expected = (folder / "expected.txt").read_text(encoding="utf-8").strip()
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        return Outcome(folder.name, expected, said, _value(place / "plan.json"))


def _value(plan: Path) -> float | None:
    if not plan.is_file() or not plan.stat().st_size:
        return None
    found = json.loads(plan.read_text(encoding="utf-8"))
    return float(found["objective_cny"]) if found.get("objective_cny") is not None else None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("names", nargs="*", help="how the names of the folders begin")
    asked = options.parse_args()
    folders = sorted(path.parent for path in asked.folder.glob("*/command.txt"))
    chosen = [one for one in folders if not asked.names or one.name.startswith(tuple(asked.names))]
    right = 0
    for folder in chosen:
        outcome = run(folder)
        right += outcome.is_right
        judged = "value of the page" if outcome.is_right else "to be read"
        print(f"{judged}  {outcome.name}  {outcome.value}  {outcome.warnings} told", flush=True)
        if not outcome.is_right:
            lines = [line for line in outcome.said.splitlines() if line.strip() and not line.startswith("[")]
            print("    right:", outcome.expected.replace("\n", " "))
            print("    given:", "\n           ".join(lines[:12]))
    print(f"{right} of {len(chosen)} give a value of their page; the others are to be read")


if __name__ == "__main__":
    main()
