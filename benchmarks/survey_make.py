"""Writes a folder of returned questionnaires with all the mess of real ones, and the truth of every row beside it.

    python benchmarks/survey_make.py FOLDER --returns 1000 --seed 1

FOLDER/returns is what a bureau gets, FOLDER/truth.jsonl what the files say. The same seed gives the same answers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from survey_returns.corpus import make


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--returns", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    print(make(asked.folder, asked.returns, asked.seed))


if __name__ == "__main__":
    main()
