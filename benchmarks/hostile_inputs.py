"""Hostile files and spoilt cases, made by seed, on every command that reads what others send.

    python benchmarks/hostile_inputs.py files --count 100 --seed 1
    python benchmarks/hostile_inputs.py cases --count 500 --seed 1 --workers 2
    python benchmarks/hostile_inputs.py results --count 60 --seed 1
    python benchmarks/hostile_inputs.py annexes --count 200 --seed 1
    python benchmarks/hostile_inputs.py guangdong --count 10 --seed 1

`files`: workbooks, lists and other files that want harm or are broken, each given to every command of `COMMANDS`.
`cases`: sound cases with some cells, rows and days spoilt; what `check` calls sound is planned, and the rest of
the commands read the same case.
`results`: result workbooks with some cells spoilt, on what reads results.
`annexes`: annexes that can be read with some cells spoilt, in every format, on `catalog import`: what is taken in says
what the annex says, and all that is not taken in is told.
`guangdong`: as `cases`, of the largest shipped scenario.
Every command runs in a process of its own whose time and memory are bounded.
Prints what does not hold, one line each, and figures; exit code 1 where something does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import io
import json
import os
import re
import resource
import shutil
import signal
import stat
import sys
import tempfile
import time
import traceback
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import docx
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

sys.path.extend(str(Path(__file__).parents[1] / folder) for folder in ("tests", "tests/model", "tests/survey"))

import hostile
from random_cases import joined_case, random_case

from importplan.cli.main import COMMANDS as LOADED
from importplan.cli.main import load, main
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.pipeline.case import read_case
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import to_tables

ROOT = Path(__file__).parents[1]
SECONDS = 90.0  # of a command, on a busy machine
ADDRESS_SPACE = 4 << 30  # bytes
LARGEST_MB = 1_500.0  # resident
INTERNAL = 5
TELLS_ERROR = ("错误", "error")
SAYS_INTERNAL = ("Traceback", "internal error", "内部错误")
QUICK = ("--time-limit", "3", "--draws", "10")
SHIPPED = ("compressor_maker", "machine_tool_builder")
LARGEST = "guangdong_machine_tools"
ONE_IN = 25  # of the spoilt cases are shipped scenarios, which take longer

# What is run on a file: its words, with FILE, SOUND (a sound case), FOLDER (one with the file in it) and OUT; the
# file that may be written; and the exit codes with which it may be.
COMMANDS: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "check": (("check", "FILE"), ()),
    "check -o": (("check", "FILE", "-o", "OUT"), (0, 1)),
    "plan": (("plan", "FILE", *QUICK, "--fresh", "10", "-o", "OUT.xlsx"), (0, 3)),
    "duty": (("duty", "FILE", "-o", "OUT.xlsx"), (0,)),
    "assess": (("assess", "FILE", "-o", "OUT.xlsx"), (0,)),
    "compare": (("compare", "SOUND", "FILE", *QUICK, "-o", "OUT.xlsx"), (0,)),
    "stability": (("stability", "FILE", "--times", "2", "--time-limit", "3", "-o", "OUT.xlsx"), (0,)),
    "verify": (("verify", "FILE"), ()),
    "survey collect": (("survey", "collect", "FOLDER", "--base", "SOUND", "-o", "OUT.xlsx"), (0, 1)),
    "catalog import": (("catalog", "import", "FILE", "--list", "x", "--edition", "2026", "-o", "OUT"), (0,)),
}


@dataclass(frozen=True)
class Ran:
    """How a command ended: code (None: it was ended), seconds, MB, what it printed."""

    code: int | None
    seconds: float
    peak_mb: float
    out: str
    err: str


@dataclass
class Found:
    """What was seen of one input."""

    name: str
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0  # the longest command
    peak_mb: float = 0.0

    def fault(self, words: Sequence[str], what: str) -> None:
        """Remember what does not hold."""
        self.faults.append(f"{self.name}: {' '.join(words[:2])}: {what}")


def run(words: Sequence[str], scratch: Path) -> Ran:
    """One command line in a process of its own, with everything it starts ended after SECONDS."""
    scratch.mkdir(exist_ok=True)
    begun, child = time.monotonic(), os.fork()
    if child == 0:
        _as_a_process(words, scratch)
    code: int | None = None
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            break
        if time.monotonic() - begun > SECONDS:
            os.killpg(child, signal.SIGKILL)
            used = os.wait4(child, 0)[2]
            break
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it has started and left
    out, err = ((scratch / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err"))
    return Ran(code, time.monotonic() - begun, used.ru_maxrss / 1024, out, err)


def _as_a_process(words: Sequence[str], scratch: Path) -> None:
    """What the child does: never returns."""
    code = 70
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        os.environ["TMPDIR"], tempfile.tempdir = str(scratch / "tmp"), None
        (scratch / "tmp").mkdir(exist_ok=True)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(scratch / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8", errors="backslashreplace")
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), encoding="utf-8", errors="backslashreplace")
        code = int(main([*words, "--debug"]))
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def judged(found: Found, words: Sequence[str], home: Path, scratch: Path, writes: tuple[int, ...]) -> Ran:
    """Run a command and note what does not hold of any command."""
    before = contents(home)
    ran = run(words, scratch)
    found.counts[f"{words[0]} {ran.code}"] += 1
    found.seconds, found.peak_mb = max(found.seconds, ran.seconds), max(found.peak_mb, ran.peak_mb)
    said = ran.out + ran.err
    if ran.code is None:
        found.fault(words, f"not over after {ran.seconds:.0f} s")
    elif ran.code not in range(INTERNAL):
        found.fault(words, f"code {ran.code}: {_last(said)}")
    elif any(sign in said for sign in SAYS_INTERNAL):
        found.fault(words, f"says {_last(said)}")
    if ran.code and not said.strip():
        found.fault(words, f"code {ran.code} without a word")
    if ran.peak_mb > LARGEST_MB:
        found.fault(words, f"{ran.peak_mb:.0f} MB")
    after = contents(home)
    found.faults += [f"{found.name}: {words[0]}: {name} changed" for name in before if after.get(name) != before[name]]
    for name in after.keys() - before.keys():
        if ran.code not in writes or not name.startswith("out"):
            found.fault(words, f"code {ran.code} left {name}")
        elif name.endswith((".xlsx", ".xlsm")) and not _opens(home / name):
            found.fault(words, f"{name} does not open")
    left = [path.name for path in (scratch / "tmp").rglob("*")] if (scratch / "tmp").is_dir() else []
    if left:
        found.fault(words, f"left among temporary files {left[:3]}")
        shutil.rmtree(scratch / "tmp")
    return ran


def _last(said: str) -> str:
    return " | ".join(line.strip() for line in said.strip().splitlines()[-6:])[-600:]


def _opens(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book:
            return book.testzip() is None and "xl/workbook.xml" in book.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def contents(folder: Path) -> dict[str, str]:
    """Files below a folder with a digest of each; of a pipe and of a link that it is one."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            said = hashlib.sha1(path.read_bytes()).hexdigest() if stat.S_ISREG(mode) else str(stat.S_IFMT(mode))
            found[str(path.relative_to(folder))] = said
    return found


# --- hostile files --------------------------------------------------------------------------------------------------

Maker = Callable[[Path, Random], Path]


def spoilt_file(number: int) -> Maker:
    """Makes the file `number`: first those made by hand for returns, then sound workbooks spoilt at random."""
    by_hand = [*hostile.REFUSED.values(), *hostile.NEUTRALISED.values()]
    if number < len(by_hand):
        return partial(_made, by_hand[number])
    ways = (_flipped, _cut, _part_cut, _part_flipped, _words_of_part, _without_part, _other_ending, _extreme_list, _odd)
    return ways[(number - len(by_hand)) % len(ways)]


def _name(maker: Maker) -> str:
    return str(maker.args[0].__name__ if isinstance(maker, partial) else maker.__name__.strip("_"))


def _made(maker: Callable[[Path], None], folder: Path, _: Random) -> Path:
    maker(folder)
    return next(path for path in folder.iterdir())


@cache
def _sound(which: str) -> bytes:
    """A sound case or return as bytes."""
    if which == "return":
        return hostile.workbook(hostile.sound())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        write(example("zh" if which == "zh" else "en"), path, "zh" if which == "zh" else "en")
        return path.read_bytes()


def _any_sound(random: Random) -> bytes:
    return _sound(random.choice(["zh", "en", "return"]))


def _put(folder: Path, content: bytes, name: str = "input.xlsx") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _flipped(folder: Path, random: Random) -> Path:
    """Some bytes of the file are others."""
    content = bytearray(_any_sound(random))
    for _ in range(random.choice([1, 5, 50, 500])):
        content[random.randrange(len(content))] = random.randrange(256)
    return _put(folder, bytes(content))


def _cut(folder: Path, random: Random) -> Path:
    """The file ends early, begins late, or goes on."""
    content, at = _any_sound(random), random.random()
    place = int(len(content) * at)
    return _put(folder, random.choice([content[:place], content[place:], content + content[:place]]))


def _parts(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]


def _part_changed(random: Random, change: Callable[[str], str]) -> bytes:
    content = _any_sound(random)
    name = random.choice(_parts(content))
    words = hostile.part(content, name)
    return hostile.changed(content, {name: change(words).encode("utf-8", errors="replace")})


def _part_cut(folder: Path, random: Random) -> Path:
    """A part of the workbook ends early."""
    return _put(folder, _part_changed(random, lambda words: words[: int(len(words) * random.random())]))


def _part_flipped(folder: Path, random: Random) -> Path:
    """Some signs of a part are others."""

    def change(words: str) -> str:
        signs = list(words)
        for _ in range(random.choice([1, 5, 50])):
            signs[random.randrange(len(signs))] = random.choice("<>&\"'/=\x00A9\ud7ff-!￿ \n")
        return "".join(signs)

    return _put(folder, _part_changed(random, change))


def _words_of_part(folder: Path, random: Random) -> Path:
    """A number or word of a part is one that readers trip over."""
    odd = ("-1", "1e308", "99999999999999999999", "", "NaN", "A0", "XFE1", "../../x", "&#0;", "rId999", "s", "n", "e")

    def change(words: str) -> str:
        places = [place for place, sign in enumerate(words) if sign == '"']
        for _ in range(random.choice([1, 3, 10])):
            if len(places) < 2:
                break
            at = random.randrange(len(places) - 1)
            words = words[: places[at] + 1] + random.choice(odd) + words[places[at + 1] :]
            places = [place for place, sign in enumerate(words) if sign == '"']
        return words

    return _put(folder, _part_changed(random, change))


def _without_part(folder: Path, random: Random) -> Path:
    """A part is missing, empty, or another one."""
    content = _any_sound(random)
    name, other = random.choice(_parts(content)), random.choice(_parts(content))
    part = random.choice([None, b"", hostile.part(content, other).encode()])
    return _put(folder, hostile.changed(content, {name: part}))


def _other_ending(folder: Path, random: Random) -> Path:
    """A sound file under the name of another kind."""
    ending = random.choice([".xls", ".ods", ".csv", ".docx", ".pdf", ".zip", ".tsv", ".txt", "", ".xlsm"])
    return _put(folder, _any_sound(random), f"input{ending}")


def _extreme_list(folder: Path, random: Random) -> Path:
    """A list of odd rows: very wide, very long, unlike, with quotes that never end, of odd coding."""
    signs = random.choice([',"', "\t", ";", "\0", "\ufeff", "=cmd()", "9" * 400, "，", "\r", "天气"])
    rows = [signs.join(["item", "品目", "hs_code", "1e999"] * random.choice([1, 50, 5000])) for _ in range(20)]
    content = "\n".join(rows).encode(random.choice(["utf-8", "gb18030", "utf-16", "utf-32"]), errors="replace")
    return _put(folder, content, random.choice(["input.csv", "input.tsv", "input.txt"]))


def _odd(folder: Path, random: Random) -> Path:
    """No file that could be read: none, a folder, one that is closed, a link to itself, a name of odd signs."""
    which = random.randrange(6)
    path = folder / "input.xlsx"
    if which == 0:
        return path
    if which == 1:
        path.mkdir()
        return _put(path, b"item,hs_code\n1,2\n", "items.csv").parent
    if which == 2:
        path.symlink_to(path)
        return path
    if which == 3:
        return _put(folder, _any_sound(random), "输入\udcff -- [red]$(x).xlsx")
    if which == 4:
        return _put(folder, random.randbytes(200_000))
    return _put(folder, b"PK\x03\x04" + random.randbytes(5_000))


def try_file(number: int, seed: int) -> Found:
    """One hostile file on every command."""
    random = Random(f"file {seed} {number}")
    maker = spoilt_file(number)
    found = Found(f"file {number} {_name(maker)}")
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        home, scratch = top / "home", top / "scratch"
        (home / "returns").mkdir(parents=True)
        sound = _put(home, _sound("en"), "sound.xlsx")
        file = maker(home / "returns", random)
        for words, writes in COMMANDS.values():
            ending = file.suffix or ".xlsx"
            stands = {"FILE": str(file), "SOUND": str(sound), "FOLDER": str(home / "returns"),
                      "OUT": str(home / f"out{ending}"), "OUT.xlsx": str(home / "out.xlsx")}  # fmt: skip
            judged(found, [stands.get(word, word) for word in words], home, scratch, writes)
            for left in home.glob("out*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return found


# --- spoilt cases ---------------------------------------------------------------------------------------------------

Table = list[list[Any]]
EXTREMES: tuple[Any, ...] = (
    0, -1, 1e-9, 1e9, 1e15, 0.5, 1, 2, 100, 1_000_000, -0.0, 1e300, float(2**53), "1e400", "nan", "∞", "-", "0", "１２",
    "无", "待定", "all", "each", "是", "否", "yes", "x" * 40_000, "=1/0",
    "'", " ", "\u202e", "#N/A", "50%", "150%", "3台",
    "1万",
    date(1900, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2031, 6, 30), date(9999, 12, 31), "2027Q3", "明年",
)  # fmt: skip


def base_case(number: int, seed: int, shipped: str = "") -> Scenario:
    """The sound case that is spoilt."""
    if shipped:
        return read_case(ROOT / "scenarios" / shipped / f"{shipped}.xlsx")
    if number % ONE_IN == ONE_IN - 1:
        name = SHIPPED[(number // ONE_IN) % len(SHIPPED)]
        return read_case(ROOT / "scenarios" / name / f"{name}.xlsx")
    which = seed * 100_000 + number
    return joined_case(which) if number % 5 == 4 else random_case(which)


def tables_of(case: Scenario) -> dict[str, Table]:
    """Sheet → rows, headings first."""
    return {table.name: [list(table.headings), *map(list, table.rows)] for table in to_tables(case, "en")}


def _sheet(tables: dict[str, Table], random: Random) -> Table | None:
    names = [name for name, rows in tables.items() if len(rows) > 1]
    return tables[random.choice(names)] if names else None


def _blank(rows: Table, random: Random) -> None:
    row = random.choice(rows[1:])
    row[random.randrange(len(row))] = None


def _extreme(rows: Table, random: Random) -> None:
    row = random.choice(rows[1:])
    row[random.randrange(len(row))] = random.choice(EXTREMES)


def _scaled(rows: Table, random: Random) -> None:
    """A number is much larger, smaller, or of the other sign; what most likely stays a sound cell."""
    numbers = [(row, at) for row in rows[1:] for at, cell in enumerate(row) if isinstance(cell, int | float)]
    if numbers:
        row, at = random.choice(numbers)
        row[at] = row[at] * random.choice([0, 1e-6, 0.01, 0.5, 2, 10, 1e3, 1e6, -1])


def _swapped(rows: Table, random: Random) -> None:
    one, two = random.choice(rows[1:]), random.choice(rows[1:])
    at = random.randrange(len(one))
    one[at], two[at] = two[at], one[at]


def _across(rows: Table, random: Random) -> None:
    row = random.choice(rows[1:])
    one, two = random.randrange(len(row)), random.randrange(len(row))
    row[one], row[two] = row[two], row[one]


def _moved(rows: Table, random: Random) -> None:
    """A day is another one, some of them long before or after the plan."""
    days = [(row, at) for row in rows[1:] for at, cell in enumerate(row) if isinstance(cell, date)]
    if days:
        row, at = random.choice(days)
        months = random.choice([-1200, -36, -3, -1, 1, 2, 3, 7, 24, 400])
        with contextlib.suppress(OverflowError):
            row[at] = row[at] + timedelta(days=random.choice([months * 30, months]))


def _doubled(rows: Table, random: Random) -> None:
    """A row stands twice, often under another name."""
    row = list(random.choice(rows[1:]))
    if random.random() < 0.7 and isinstance(row[0], str):
        row[0] += "x"
    rows.insert(random.randrange(1, len(rows) + 1), row)


def _removed(rows: Table, random: Random) -> None:
    del rows[random.randrange(1, len(rows))]


def _retyped(rows: Table, random: Random) -> None:
    """A number as text, a text with spaces or in wide signs, a share as percent."""
    row = random.choice(rows[1:])
    at = random.randrange(len(row))
    if row[at] is not None:
        row[at] = random.choice(["{}", " {} ", "'{}", "{}台", "约{}", "{}%", "{}万"]).format(row[at])


def _repeated(rows: Table, random: Random) -> None:
    """A column says the same in every row."""
    at, row = random.randrange(len(rows[0])), random.choice(rows[1:])
    for other in rows[1:]:
        other[at] = row[at]


WAYS = (_blank, _extreme, _scaled, _scaled, _swapped, _across, _moved, _moved, _doubled, _removed, _retyped, _repeated)


def spoilt_case(number: int, seed: int, path: Path, shipped: str = "") -> list[str]:
    """Write the spoilt case `number` of a seed; what was done to it."""
    random = Random(f"case {seed} {number}")
    tables, done = tables_of(base_case(number, seed, shipped)), []
    for _ in range(random.choice([1, 1, 2, 3, 6])):
        rows = _sheet(tables, random)
        if rows is not None:
            way = random.choice(WAYS)
            way(rows, random)
            done.append(way.__name__[1:])
    if random.random() < 0.02:
        del tables[random.choice(list(tables))]
        done.append("no sheet")
    put(tables, path)
    return done


def put(tables: Mapping[str, Table], path: Path) -> None:
    """The tables as a workbook, as Excel writes one."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tables.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(row, column, cell, day)  # type: ignore[arg-type]  # a date is taken too
                    elif cell is not None:
                        page.write(row, column, cell[:32_000] if isinstance(cell, str) else cell)


def try_case(number: int, seed: int, shipped: str = "") -> Found:
    """One spoilt case: checked, and planned where it is called sound; the other commands read it too."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        home, scratch = top / "home", top / "scratch"
        home.mkdir()
        case = home / "case.xlsx"
        done = spoilt_case(number, seed, case, shipped)
        found = Found(f"{shipped or 'case'} {number} ({', '.join(done)})")
        sound = judged(found, ["check", str(case)], home, scratch, ()).code == 0
        out = home / "out.xlsx"
        judged(found, ["check", str(case), "-o", str(home / "out_marked.xlsx")], home, scratch, (0, 1))
        reading: list[tuple[list[str], tuple[int, ...]]] = [
            (["duty", str(case), "-o", str(home / "out_duty.xlsx")], (0,)),
            (["assess", str(case), "-o", str(home / "out_assess.xlsx")], (0,)),
        ]
        for words, writes in reading:
            ran = judged(found, words, home, scratch, writes)
            if sound and ran.code != 0:
                found.fault(words, f"sound, but code {ran.code}: {_last(ran.err)}")
            if not sound and ran.code == 0 and not any(word in ran.err for word in TELLS_ERROR):
                found.fault(words, "not sound, but code 0 without a word of it")
        words = ["plan", str(case), *QUICK, "--fresh", "10", "--json", "-o", str(out)]
        planned = judged(found, words, home, scratch, (0, 3))
        if sound:
            found.counts["sound"] += 1
            _hold(found, words, planned)
            if planned.code == 0:
                _results(found, out, case, home, scratch, number if not shipped else ONE_IN - 1)
        elif planned.code in (0, 3, 4):
            found.fault(words, f"not sound, but code {planned.code}")
    return found


def _hold(found: Found, words: list[str], planned: Ran) -> None:
    """A sound case has a plan that the ledger agrees with, or a reason why there is none."""
    if planned.code == 0:
        ledger = json.loads(planned.out)["ledger"]
        found.counts["planned"] += 1
        if not ledger["agrees"]:
            found.fault(words, f"ledger: {json.dumps(ledger, ensure_ascii=False)[:400]}")
    elif planned.code in (3, 4):
        found.counts["infeasible" if planned.code == 3 else "stopped"] += 1
        if len(planned.err.strip().splitlines()[-1]) < 10:
            found.fault(words, "no reason")
        if planned.code == 4:
            found.fault(words, f"stopped without a plan: {_last(planned.err)}")
    else:
        found.fault(words, f"sound, but code {planned.code}: {_last(planned.err)}")


def _results(found: Found, out: Path, case: Path, home: Path, scratch: Path, number: int) -> None:
    """What reads results, on the result of a spoilt case."""
    every = number % ONE_IN != ONE_IN - 1
    ways: list[tuple[list[str], bool]] = [
        (["verify", str(out), "--case", str(case)], every),
        (["compare", str(out), str(case), *QUICK, "-o", str(home / "out_compared.xlsx")], number % 4 == 0),
        (["stability", str(out), "--times", "2", "--time-limit", "3", "-o", str(home / "out_stable.xlsx")],
         number % 4 == 1),
    ]  # fmt: skip
    for words, wanted in ways:
        if wanted:
            ran = judged(found, words, home, scratch, (0,))
            if ran.code != 0:
                found.fault(words, f"of a plan, but code {ran.code}: {_last(ran.out + ran.err)}")


# --- spoilt results --------------------------------------------------------------------------------------------------


def try_result(number: int, seed: int) -> Found:
    """A result workbook some of whose cells are spoilt, on what reads results; `verify` tells each that changed."""
    random = Random(f"result {seed} {number}")
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        home, scratch = top / "home", top / "scratch"
        home.mkdir()
        case, result, spoilt = home / "case.xlsx", home / "result.xlsx", home / "spoilt.xlsx"
        put(tables_of(random_case(seed * 100_000 + number)), case)
        found = Found(f"result {number}")
        words = ["plan", str(case), *QUICK, "--fresh", "10", "-o", str(result)]
        if run(words, scratch).code != 0:
            found.counts["no result"] += 1
            return found
        done = _spoil_book(result, spoilt, random)
        found.name = f"result {number} ({', '.join(done)})"
        changed = _values(spoilt) != _values(result)
        words = ["verify", str(spoilt), "--case", str(case)]
        if (judged(found, words, home, scratch, ()).code == 0) is changed:
            found.fault(words, "changed, but agrees" if changed else "says what it said, but differs")
        found.counts["spoilt" if changed else "spoilt without a change"] += 1
        for reading in (
            ["compare", str(result), str(spoilt), "-o", str(home / "out_compared.xlsx")],
            ["compare", str(spoilt), str(case), *QUICK, "--json"],
            ["stability", str(spoilt), "--times", "2", "--time-limit", "3", "-o", str(home / "out_stable.xlsx")],
            ["assess", str(spoilt), "--json"],
        ):
            judged(found, reading, home, scratch, (0,))
    return found


def _values(path: Path) -> dict[str, dict[str, Any]]:
    """What stands in the cells of a workbook; an empty text is nothing."""
    book = load_workbook(path)
    cells = ((page.title, cell) for page in book for row in page.iter_rows() for cell in row)
    found: dict[str, dict[str, Any]] = {name: {} for name in book.sheetnames}
    for title, cell in cells:
        if cell.value not in (None, ""):
            found[title][cell.coordinate] = cell.value
    return found


def _spoil_book(result: Path, spoilt: Path, random: Random) -> list[str]:
    """Save a result with some sheets spoilt; what was done to it."""
    book, done = load_workbook(result), []
    for _ in range(random.choice([1, 2, 4])):
        page = book[random.choice(book.sheetnames)]
        rows = [[_as_day(cell) for cell in row] for row in page.iter_rows(values_only=True)]
        if len(rows) < 2 or not rows[0]:
            continue
        way = random.choice((*WAYS, _heading))
        way(rows, random)
        for number in range(1, max(len(rows), page.max_row) + 1):
            for column in range(1, len(rows[0]) + 1):
                value = rows[number - 1][column - 1] if number <= len(rows) else None
                cell = page.cell(number, column)
                if not isinstance(cell, MergedCell) and _as_day(cell.value) != value:
                    cell.value = value[:32_000].replace("=", "＝") if isinstance(value, str) else value
        done.append(f"{page.title} {way.__name__[1:]}")
    if random.random() < 0.1:
        name = random.choice(book.sheetnames)
        del book[name]
        done.append(f"no sheet {name}")
    book.save(spoilt)
    return done


def _as_day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _heading(rows: Table, random: Random) -> None:
    """A heading is another one, or none."""
    rows[0][random.randrange(len(rows[0]))] = random.choice([None, "天气", "item", random.choice(rows[0])])


# --- spoilt annexes ---------------------------------------------------------------------------------------------------

ANNEX = ("序号", "一级部件", "装备名称", "税则号列", "技术规格要求", "单机用量", "免税执行年限")
PARTS = ("数控系统", "光栅尺", "主轴轴承", "电主轴", "滚珠丝杠副", "直线导轨", "伺服电机", "转台", "主泵", "多路阀")
EQUIPMENT = ("五轴联动加工中心", "精密数控磨床", "大型液压挖掘机")
CODES = ("85371019", "90314920", "84828000", "84661000", "84834090", "84821040", "85015200", "84669390", "84136022")
WANTED = ("--list", "清单二", "--edition", "2026", "--valid-from", "2026-01-01", "--document", "测试", "--close-older")
ROWS_OF_ANNEX = 24
DIGITS = re.compile(r"\d+")
OF_CODE = re.compile(r"(?<![\d.])\d{4}\.?\d{4}(?![\d.])")


def sound_annex(random: Random) -> Table:
    """Rows of an annex as ministries print them, headings first."""
    rows: Table = [list(ANNEX)]
    for number in range(1, ROWS_OF_ANNEX + 1):
        codes = "、".join(random.sample(CODES, random.choice([1, 1, 1, 2])))
        terms = random.choice(["", "2027年", "长期", "2年"])
        limit = f"额定值≥{random.randrange(10, 900)}kW"
        rows.append([str(number), f"{random.choice(PARTS)}{number}型", random.choice(EQUIPMENT), codes, limit,
                     f"{random.randrange(1, 9)}套/台", terms])  # fmt: skip
    return rows


def _code_spoilt(rows: Table, random: Random) -> None:
    """A code is a number, cut, with points, beside words, or of another length."""
    row = random.choice(rows[1:])
    code = str(row[3])[:8]
    ways: tuple[Any, ...] = (
        int(code) if code.isdecimal() else code, code[:-1], f"{code}.00", f"{code[:4]}.{code[4:]}", f"ex{code}",
        f"{code}（部分）", f"{code}0090", f"{code} ", code.translate({48 + n: 0xFF10 + n for n in range(10)}),
        f"{code[:4]} {code[4:]}", code[:6], float(f"{code[:4]}.{code[4:]}") if code.isdecimal() else code,
    )  # fmt: skip
    row[3] = random.choice(ways)


def try_annex(number: int, seed: int) -> Found:
    """One spoilt annex on `catalog import`, and what was taken in held against what stands there."""
    random = Random(f"annex {seed} {number}")
    rows = sound_annex(random)
    done = []
    for _ in range(random.choice([1, 1, 2, 3, 6])):
        way = random.choice((*WAYS, _heading, _code_spoilt, _code_spoilt, _code_spoilt))
        way(rows, random)
        done.append(way.__name__[1:])
    kind = random.choice(sorted(ANNEX_WRITERS))
    found = Found(f"annex {number} {kind} ({', '.join(done)})")
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        home, scratch = top / "home", top / "scratch"
        home.mkdir()
        file = home / f"annex.{kind.partition(' ')[0]}"
        ANNEX_WRITERS[kind](rows, file)
        words = ["catalog", "import", str(file), *WANTED, "-o", str(home / "out")]
        ran = judged(found, words, home, scratch, (0,))
        if ran.code == 0:
            found.counts["taken in"] += 1
            checked = judged(found, ["catalog", "check", str(home / "out")], home, scratch, ())
            if checked.code != 0:
                found.fault(words, f"taken in, but not sound: {_last(checked.out + checked.err)}")
            _hold_annex(found, words, rows, home / "out", ran.out + ran.err)
    return found


def _hold_annex(found: Found, words: list[str], rows: Table, out: Path, said: str) -> None:
    """No code that does not stand in the annex; each code and each row that does is taken in or told at its row."""
    (edition,) = out.glob("goods_lists/*/2026.csv")
    with edition.open(encoding="utf-8-sig", newline="") as file:
        taken = list(csv.DictReader(file))
    plain = [[unicodedata.normalize("NFKC", _shown(cell)) for cell in row] for row in rows[1:]]
    digits = ["".join(DIGITS.findall(" ".join(row).replace(" ", ""))) for row in plain]
    codes = {code.removeprefix("ex") for row in taken for code in row["hs_codes"].split("|")}
    for code in codes:
        if not any(code in line for line in digits):
            found.fault(words, f"{code} stands nowhere in the annex")
    found.counts["rows of annexes"] += len(plain)
    for at, row in enumerate(plain, start=2):
        named = any(len(cell) > 2 and cell in each["name_zh"] for cell in row for each in taken)
        lacks = [code for cell in row for code in OF_CODE.findall(cell) if code.replace(".", "") not in codes]
        told = re.search(rf"(?<![\dA-Z])[A-Z]?{at}(?!\d)", said) is not None
        if any(row) and (lacks or not named) and not told:
            found.fault(words, f"row {at} {row} is neither taken in nor told: {lacks}")


def _shown(cell: Any) -> str:
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _as_xlsx(rows: Table, path: Path) -> None:
    put({"附件": rows}, path)


def _as_csv(coding: str, rows: Table, path: Path) -> None:
    with path.open("w", encoding=coding, errors="replace", newline="") as file:
        csv.writer(file).writerows([[_shown(cell) for cell in row] for row in rows])


def _as_docx(rows: Table, path: Path) -> None:
    document = docx.Document()
    width = max(map(len, rows))
    table = document.add_table(rows=0, cols=width)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            cell.text = "".join(sign for sign in _shown(words)[:2_000] if sign.isprintable())
    document.save(str(path))


ANNEX_WRITERS: Mapping[str, Callable[[Table, Path], None]] = {
    "xlsx": _as_xlsx, "docx": _as_docx,
    **{f"csv {coding}": partial(_as_csv, coding) for coding in ("utf-8-sig", "gb18030", "utf-16-le")},
}  # fmt: skip


# --- the command ----------------------------------------------------------------------------------------------------


KINDS: Mapping[str, Callable[[int, int], Found]] = {
    "files": try_file, "cases": try_case, "results": try_result, "annexes": try_annex,
    "guangdong": partial(try_case, shipped=LARGEST),
}  # fmt: skip


def tried(kind: str, number: int, seed: int) -> Found:
    """One input; what breaks here itself is a fault too."""
    try:
        return KINDS[kind](number, seed)
    except Exception:
        return Found(f"{kind} {number}", [f"{kind} {number}: the benchmark itself: {traceback.format_exc()[-800:]}"])


def preload() -> None:
    """All commands loaded, so that a process forked here begins at once."""
    for name in LOADED:
        load(name)


def every(kind: str, numbers: Sequence[int], seed: int, workers: int) -> Iterator[Found]:
    """All inputs, some at a time."""
    preload()
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        yield from pool.map(tried, [kind] * len(numbers), numbers, [seed] * len(numbers))


def command() -> int:
    """Run as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=list(KINDS))
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    faults, seconds, peak = 0, 0.0, 0.0
    numbers = range(asked.first, asked.first + asked.count)
    for done, found in enumerate(every(asked.kind, numbers, asked.seed, asked.workers), start=1):
        counts += found.counts
        faults += len(found.faults)
        seconds, peak = max(seconds, found.seconds), max(peak, found.peak_mb)
        if done % 20 == 0:
            print(f"{done} done", file=sys.stderr, flush=True)
        for words in found.faults:
            print(words, flush=True)
    print(f"{asked.count} {asked.kind}, seed {asked.seed}: {faults} faults")
    print(f"the longest command {seconds:.1f} s, the largest {peak:.0f} MB")
    print(", ".join(f"{what}: {count}" for what, count in sorted(counts.items())))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(command())
