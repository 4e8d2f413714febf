"""Which test files run which functions of the package, and how long they take: found once by running each of them.

A test file is run in a process of its own, because what one file has cached another would not call again.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PLUGIN = "traced_calls"
# Written into the scratch copy as a plugin of pytest: calls alone are traced, so that it costs little.
TRACER = """
import json, os, sys, threading

root, seen = os.environ["TRACED"], set()


def called(frame, event, argument):
    code = frame.f_code
    if code.co_filename.startswith(root):
        seen.add((code.co_filename[len(root) + 1 :], code.co_qualname))


def pytest_configure(config):
    threading.settrace(called)
    sys.settrace(called)


def pytest_sessionfinish(session, exitstatus):
    sys.settrace(None)
    with open(os.environ["TRACE_TO"], "w") as file:
        json.dump(sorted(seen), file)
"""


@dataclass(frozen=True)
class Covered:
    """What one test file runs: (file below src, function) pairs, and seconds of a processor that it takes."""

    path: str
    seconds: float
    functions: frozenset[tuple[str, str]]

    def calls(self, source: str, function: str) -> bool:
        """Whether it runs a function; what stands in a function within it counts as the outer one."""
        return any(
            path == source and (name == function or name.startswith(f"{function}."))
            for path, name in self.functions
        )  # fmt: skip

    def touches(self, source: str) -> bool:
        """Whether it runs anything of a file."""
        return any(path == source for path, _ in self.functions)


def environment(copy: Path) -> dict[str, str]:
    """Of a process that imports the package of a scratch copy."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(copy)]), "PYTHONHASHSEED": "0"}


def covered(copy: Path, files: Iterable[Path], store: Path) -> list[Covered]:
    """The map of test files of a scratch copy; one in `store` holds while the test and the names of modules stay."""
    known = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    (copy / f"{PLUGIN}.py").write_text(TRACER, encoding="utf-8")
    found, modules = [], sorted(path.relative_to(copy).as_posix() for path in (copy / "src").rglob("*.py"))
    for file in files:
        name = file.relative_to(copy).as_posix()
        stamp = hashlib.sha256(file.read_bytes() + "\n".join(modules).encode()).hexdigest()
        if known.get(name, {}).get("stamp") != stamp:
            print(f"    {name}", file=sys.stderr)
            seconds, functions = _run(copy, file)
            known[name] = {"stamp": stamp, "seconds": seconds, "functions": functions}
            store.write_text(json.dumps(known), encoding="utf-8")
        functions = frozenset((path, function) for path, function in known[name]["functions"])
        found.append(Covered(name, known[name]["seconds"], functions))
    return found


def _run(copy: Path, file: Path) -> tuple[float, list[tuple[str, str]]]:
    found = copy / "trace.json"
    found.unlink(missing_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", PLUGIN, str(file)],
        cwd=copy,
        env=environment(copy) | {"TRACED": str(copy / "src"), "TRACE_TO": str(found)},
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, json.loads(found.read_text(encoding="utf-8")) if found.exists() else []
