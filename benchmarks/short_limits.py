"""Cases planned within a few seconds: what plan, what gap, how much longer than asked; also on a busy machine.

python benchmarks/short_limits.py 3 5 scenarios/*/*.xlsx           (limits in seconds, then cases)
python benchmarks/short_limits.py --busy 2 --nice 10 5 CASE …      (beside two loops that never rest)
python benchmarks/short_limits.py --part 0.1 60 CASE               (with a tenth of a core, else it is stopped)
python benchmarks/short_limits.py --nightly                        (what must hold; ends with 1 where it does not)
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importplan.basics.errors import ImportplanError
from importplan.pipeline.plan import plan_case, to_json
from importplan.pipeline.settings import RunSettings

STAGES = ("sample", "build", "solve", "sign", "explain", "call_rule", "audit", "judge")  # that the limit counts
TURN_S = 0.1  # of a process with a part of a core: it works a part of each
SCENARIOS = Path(__file__).parents[1] / "scenarios"
BEST_KNOWN = {"compressor_maker": 72_276_773.0}  # CNY: the case alone, proven to 0.11 %
WITHIN, LATE = 0.05, 1.1  # of the best known; of the limit


def planned(case: Path, limit_s: float) -> dict[str, Any]:
    """The JSON of a result; raises ImportplanError."""
    return to_json(plan_case(case, RunSettings(time_limit_s=limit_s)))


def planned_on_a_part(case: Path, limit_s: float, part: float) -> dict[str, Any]:
    """The same by the command, in a process that has a part of a core: it and what it starts are stopped meanwhile."""
    command = [sys.executable, __file__, "--one", str(limit_s), str(case)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True) as child:
        ended = threading.Event()
        threading.Thread(target=_share, args=(child.pid, part, ended), daemon=True).start()
        assert child.stdout is not None
        try:
            found: dict[str, Any] = json.loads(child.stdout.read())
        finally:
            ended.set()
    return found


def _share(root: int, part: float, ended: threading.Event) -> None:
    while not ended.is_set():
        for action, seconds in ((signal.SIGCONT, part * TURN_S), (signal.SIGSTOP, (1.0 - part) * TURN_S)):
            for process in _family(root):
                _send(process, action)
            time.sleep(seconds)
    for process in _family(root):
        _send(process, signal.SIGCONT)


def _send(process: int, action: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, action)


def _family(root: int) -> Iterator[int]:
    """A process and all that it has started, by Linux' list of processes."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    yield from found


def taken(found: dict[str, Any]) -> float:
    """Seconds from the first sample to the end of judging."""
    return sum(found["seconds"].get(stage, 0.0) for stage in STAGES)


def row(case: Path, limit_s: float, found: dict[str, Any]) -> str:
    """One line of a table."""
    judged, draws = found["judged"], found["run"]["draws"]
    gap = "none" if found["gap"] is None else f"{found['gap']:.2%}"
    return (
        f"| {case.stem} | {limit_s:g} | {found['status']} | {found['objective_cny']:,.0f} | {gap} "
        f"| {found['road']['key']} | {draws} | {judged['draws'] or 0} of {judged['asked']} | {taken(found):.1f} |"
    )


def faults(case: Path, limit_s: float, found: dict[str, Any]) -> Iterator[str]:
    """What does not hold of a run: a plan and a gap in its time, near the best that is known."""
    if found["objective_cny"] is None or found["gap"] is None:
        yield f"{case.stem}, {limit_s:g} s: no plan or no gap"
        return
    if taken(found) > LATE * limit_s:
        yield f"{case.stem}, {limit_s:g} s: took {taken(found):.1f} s"
    best = BEST_KNOWN.get(case.stem)
    if best is not None and found["objective_cny"] > (1.0 + WITHIN) * best:
        yield f"{case.stem}, {limit_s:g} s: {found['objective_cny']:,.0f} CNY, best known {best:,.0f}"


def nightly() -> int:
    """The three scenarios at 5 s, and the README's first command with a tenth of a core."""
    cases = sorted(SCENARIOS.glob("*/*.xlsx"))
    own = next(case for case in cases if case.stem == "compressor_maker")
    runs = [(case, 5.0, planned(case, 5.0)) for case in cases]
    runs.append((own, 60.0, planned_on_a_part(own, 60.0, 0.1)))
    wrong = [fault for case, limit, found in runs for fault in faults(case, limit, found)]
    print("\n".join([*(row(*each) for each in runs), *wrong]))
    return 1 if wrong else 0


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--busy", type=int, default=0, help="loops that never rest beside it")
    parser.add_argument("--nice", type=int, default=0, help="how far this process stands back")
    parser.add_argument("--part", type=float, default=1.0, help="of a core that each run has")
    parser.add_argument("--one", action="store_true", help="print the JSON of one run")
    parser.add_argument("--nightly", action="store_true", help="what must hold")
    parser.add_argument("what", nargs="*", help="limits in seconds, then cases")
    asked = parser.parse_args()
    limits = [float(word) for word in asked.what if word.replace(".", "").isdigit()]
    cases = [Path(word) for word in asked.what if not word.replace(".", "").isdigit()]
    if asked.one:
        print(json.dumps(planned(cases[0], limits[0])))
        return 0
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(asked.busy)]
    os.nice(asked.nice)  # the loops do not stand back
    try:
        print("| case | limit (s) | ended | CNY | gap | road | draws | judged on | taken (s) |")
        print("| --- " * 9 + "|")
        if asked.nightly:
            return nightly()
        for limit in limits:
            for case in cases:
                try:
                    whole = asked.part >= 1.0
                    found = planned(case, limit) if whole else planned_on_a_part(case, limit, asked.part)
                except ImportplanError as error:
                    print(f"| {case.stem} | {limit:g} | refused: {type(error).__name__} | | | | | | |")
                    continue
                print(row(case, limit, found), flush=True)
    finally:
        for loop in loops:
            loop.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
