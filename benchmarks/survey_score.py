"""Collects a folder of returned questionnaires whose truth is known, and says how much of it was understood.

    python benchmarks/survey_score.py                          # 1,000 returns, seed 1, peer beside it
    python benchmarks/survey_score.py --returns 10000 --no-peer
    python benchmarks/survey_score.py --folder /tmp/survey --misses 40

Ratios count, seconds depend on the machine: the peer (survey_peer.py) reads the same folder in the same run.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import survey_peer
from importplan.catalog.load import load
from importplan.pipeline.case import read_case
from importplan.survey.collect import collect
from resident import Resident
from survey_returns.corpus import FOLDER, TRUTH, make, truths
from survey_returns.score_firms import FirmScore, score_firms, truth_of
from survey_returns.score_items import ItemScore, score_items
from survey_returns.score_rows import RowScore, score_rows

BASE = Path(__file__).parents[1] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--returns", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="where the returns are, or are written")
    options.add_argument("--workers", type=int)
    options.add_argument("--misses", type=int, default=0, help="so many of each kind are shown")
    options.add_argument("--no-peer", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder = asked.folder or Path(spare)
        if not (folder / TRUTH).exists():
            make(folder, asked.returns, asked.seed)
        run(folder, asked)


def run(folder: Path, asked: argparse.Namespace) -> None:
    before = os.times()
    with Resident() as memory:
        collected = collect(folder / FOLDER, workers=asked.workers)
    files, used = len(collected.files), os.times()
    processor = sum(used[:4]) - sum(before[:4])
    print(f"collected {files:,} files in {memory.seconds:.1f} s; {processor:.0f} s of processors, ", end="")
    print(f"{processor / files * 1000:.0f} ms a file")
    say_memory(memory, files)
    if not asked.no_peer:
        peer(folder, memory.seconds, files)
    say_rows(score_rows(truths(folder), collected), asked.misses)
    catalog, truth = load(), truth_of(truths(folder))
    start = perf_counter()
    firms, identified = score_firms(truth, collected, catalog)
    say_firms(firms, perf_counter() - start, asked.misses)
    base = read_case(BASE)
    start = perf_counter()
    items = score_items(truth, identified, base, catalog)
    say_items(items, perf_counter() - start, asked.misses)


def say_memory(memory: Resident, files: int) -> None:
    print(f"peak memory {memory.peak():.0f} MB; by quarter of the run (what is kept | processes that read):")
    for share in (0.25, 0.5, 0.75, 0.95):
        own, below = memory.part(memory.own, share), memory.part(memory.children, share)
        print(f"  {share:4.0%} {own:7.0f} MB | {below:6.0f} MB")
    kept = memory.own[-1][1] - memory.own[0][1]
    print(f"  kept a file: {kept / files * 1000:.0f} kB")


def peer(folder: Path, seconds: float, files: int) -> None:
    start, before = perf_counter(), process_time()
    read = survey_peer.read(folder / FOLDER)
    took, processor = perf_counter() - start, process_time() - before
    right = all_needs = 0
    for truth in truths(folder):
        for row in truth["rows"]:  # type: ignore[attr-defined]
            if "quantity" in row["answers"] and row["readable"] is not False:
                all_needs += 1
                sheet = "" if str(truth["file"]).endswith(".csv") else row["sheet"]
                right += (
                    read.quantities.get((str(truth["file"]), sheet, row["row"])) == row["answers"]["quantity"]["value"]
                )
    print(
        f"peer: pandas and openpyxl, one file after the other: {took:.1f} s, {took / seconds:.1f} times as long; ",
        end="",
    )
    print(f"{processor:.0f} s of a processor")
    print(f"  {right / all_needs:.1%} of quantities right, {len(read.failed)} of {files} files not opened")


def say_rows(score: RowScore, misses: int) -> None:
    print(f"rows of items and needs that can be read: {score.figures_right():.2%} with every figure and unit right")
    for (kind, outcome), count in sorted(score.outcomes.items()):
        print(f"  {kind}: {count:,} {outcome}")
    print(f"  rows that are nowhere: {score.lost()}; files whose rows do not add up: {len(score.uneven)}")
    for words in (*map(str, score.misses[:misses]), *score.uneven[:misses]):
        print("   ", words)


def say_firms(score: FirmScore, seconds: float, misses: int) -> None:
    pairs = ", ".join(f"{count} {outcome}" for outcome, count in sorted(score.pairs.items()))
    print(f"firms ({seconds:.1f} s): pairs of returns of one firm: {pairs}; found or offered: {score.found():.1%}")
    print(f"  firms that are two: {len(score.merged)}; firms with an older return: {len(score.stale)}")
    for words in (*score.missed[:misses], *score.merged[:misses], *score.stale[:misses]):
        print("   ", words)


def say_items(score: ItemScore, seconds: float, misses: int) -> None:
    print(f"items ({seconds:.1f} s): precision without review {score.precision():.2%}, recall with review ", end="")
    print(f"{score.recall():.1%}; {score.unseen():.1%} of listed goods need no review")
    print(f"  on the list: {dict(score.listed)}; not on the list: {dict(score.others)}")
    for words in score.misses[:misses]:
        print("   ", words)


if __name__ == "__main__":
    main()
