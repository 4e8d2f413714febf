"""Cases planned within a few seconds: what plan, what gap, how much longer than asked; also on a busy machine.

python benchmarks/short_limits.py 3 5 scenarios/*/*.xlsx           (limits in seconds, then cases)
python benchmarks/short_limits.py --busy 2 --nice 10 5 CASE …      (beside two loops that never rest)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from importplan.basics.errors import ImportplanError
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings


def row(case: Path, limit_s: float) -> str:
    """One line of a table."""
    try:
        result = plan_case(case, RunSettings(time_limit_s=limit_s))
    except ImportplanError as error:
        return f"| {case.name} | {limit_s:g} | refused: {type(error).__name__} | | | | | |"
    solution, seconds = result.solution, result.run.seconds
    road = "" if solution.road is None else solution.road.key
    taken = sum(seconds.get(stage, 0.0) for stage in ("sample", "build", "solve", "sign", "explain", "audit", "judge"))
    judged = f"{0 if result.fresh is None else result.fresh.count} of {result.asked}"
    rivals = sum(1 for way in result.alternatives[1:] if way.judgement is not None)
    return (
        f"| {case.name} | {limit_s:g} | {solution.termination.reason.value} | {solution.objective_cny:,.0f} "
        f"| {solution.gap:.2%} | {road} | {result.draws.count} | {judged}, {rivals} rivals | {taken:.1f} |"
    )


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--busy", type=int, default=0, help="loops that never rest beside it")
    parser.add_argument("--nice", type=int, default=0, help="how far this process stands back")
    parser.add_argument("what", nargs="+", help="limits in seconds, then cases")
    asked = parser.parse_args()
    limits = [float(word) for word in asked.what if word.replace(".", "").isdigit()]
    cases = [Path(word) for word in asked.what if not word.replace(".", "").isdigit()]
    os.nice(asked.nice)
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(asked.busy)]
    try:
        print("| case | limit (s) | ended | CNY | gap | road | draws | judged on | taken (s) |")
        print("| --- " * 9 + "|")
        for limit in limits:
            for case in cases:
                print(row(case, limit), flush=True)
    finally:
        for loop in loops:
            loop.kill()


if __name__ == "__main__":
    main()
