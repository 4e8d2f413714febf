"""The product against the second model on random small cases with pairs of all features.

python benchmarks/second_model.py --count 600            # every pair of features at least once
python benchmarks/second_model.py --count 100 --first 600 --chance 0.2 --processes 2
python benchmarks/second_model.py --routes --count 300   # with routes, beside each other feature in turn
python benchmarks/second_model.py --sources --count 400  # with other ways to buy: steps of price, substitutes, bond
python benchmarks/second_model.py --hand                 # the product on every such case by hand

Every difference is a line; those that `second_model.reasons` can explain by what is known of the product are counted
by reason, any other one makes the exit code 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from second_model.agreement import agree
from second_model.hand_routes import ROUTE_CASES
from second_model.hand_sources import SOURCE_CASES
from second_model.hand_substitutes import SUBSTITUTE_CASES
from second_model.hand_terms import TERM_CASES
from second_model.optimum import optimum
from second_model.product import planned
from second_model.random_cases import features_of, random_case
from second_model.random_routes import feature_beside_routes, route_case
from second_model.random_sources import source_case, sources_of
from second_model.reasons import reasons

KINDS = {  # how a case is made of its seed, and the features that it has
    "": (random_case, features_of),
    "routes": (route_case, lambda seed: (feature_beside_routes(seed),)),
    "sources": (source_case, sources_of),
}


@dataclass(frozen=True)
class Compared:
    """What the two models say of a case; `failed` where one of them did not end."""

    seed: int
    product: float | None
    second: float | None
    failed: str
    known: tuple[str, ...]
    seconds: tuple[float, float]
    kind: str

    @property
    def agrees(self) -> bool:
        """Whether both end and say the same."""
        return not self.failed and agree(self.product, self.second)

    def told(self) -> str:
        """The case in one line."""
        features = KINDS[self.kind][1](self.seed)
        named = " + ".join(feature.__name__ for feature in features)
        values = self.failed or f"product {self.product}, second model {self.second}"
        return f"{self.seed} {named}: {values} ({'; '.join(self.known) or 'UNEXPLAINED'})"


def compare(seed: int, chance: float | None, kind: str) -> Compared:
    """Solve one case twice; a model that fails is told, and the next case is compared all the same."""
    scenario = KINDS[kind][0](seed) if chance is None else KINDS[kind][0](seed, chance)
    values, seconds, failed = [], [], ""
    for solve in (planned, optimum):
        began = perf_counter()
        try:
            values.append(solve(scenario))
        except Exception as error:
            values.append(None)
            failed = f"{solve.__name__} ends with {type(error).__name__}: {error}"
        seconds.append(perf_counter() - began)
    return Compared(seed, *values, failed, reasons(scenario), (seconds[0], seconds[1]), kind)


def main() -> int:
    """Compare, tell, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--chance", type=float, help="of every feature beside the pair of the case")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--hand", action="store_true", help="values by hand, instead of random cases")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--routes", dest="kind", action="store_const", const="routes", help="random cases with routes")
    kinds.add_argument("--sources", dest="kind", action="store_const", const="sources", help="with other ways to buy")
    asked = parser.parse_args()
    if asked.hand:
        return _by_hand()
    seeds = range(asked.first, asked.first + asked.count)
    found = []
    with ProcessPoolExecutor(asked.processes) as pool:
        for one in pool.map(compare, seeds, repeat(asked.chance), repeat(asked.kind or "")):
            found.append(one)
            if not one.agrees:
                print(one.told(), flush=True)
    return _sum_up(found)


def _by_hand() -> int:
    """What the product makes of the cases whose values are known by hand."""
    found = {known: planned(known.scenario) for known in (*ROUTE_CASES, *TERM_CASES, *SOURCE_CASES, *SUBSTITUTE_CASES)}
    for known, value in found.items():
        if not agree(value, known.value):
            print(f"{known.name}: product {value}, by hand {known.value} ({known.sum})")
    right = sum(agree(value, known.value) for known, value in found.items())
    print(f"{right} of {len(found)} cases have their value by hand")
    return 0 if right == len(found) else 1


def _sum_up(found: list[Compared]) -> int:
    differ = [one for one in found if not one.agrees]
    unexplained = [one for one in differ if not one.known]
    without_plan = sum(one.agrees and one.product is None for one in found)
    free = [one for one in found if not one.known]
    print(f"{len(found)} cases: {len(found) - len(differ)} agree ({without_plan} of them without a plan)")
    print(f"  {len(free)} cases in which nothing known may show: {len(free) - len(unexplained)} agree")
    for reason, count in Counter(chain.from_iterable(one.known for one in differ)).most_common():
        print(f"  {count} differ and may, since: {reason}")
    product, second = (sum(one.seconds[number] for one in found) for number in (0, 1))
    print(f"seconds: product {product:.0f}, second model {second:.0f}")
    print(f"{len(unexplained)} unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
