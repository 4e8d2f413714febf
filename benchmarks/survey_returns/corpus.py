"""A folder of returned files and, outside of it, one line of truth a file (`truth.jsonl`)."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from survey_returns.answers import CleanReturn, answered
from survey_returns.files import write
from survey_returns.firms import Firm, firms, spelled, written_code
from survey_returns.forms import Writer, three_sheets
from survey_returns.hands import Hand, Written
from survey_returns.older import compiled, one_sheet
from survey_returns.printed import filled
from survey_returns.sheets import Form, TrueRow

FOLDER, TRUTH = "returns", "truth.jsonl"
CODE_WAYS = {"right": 78, "lower": 3, "grouped": 3, "wide": 3, "mistyped": 4, "none": 2, "unknown": 1, "blank": 6}
FORMATS = {"2026.1": {"xlsx": 95, "xls": 5}, "2024": {"xlsx": 75, "xls": 10, "csv": 15}}
STRANGE = {
    "~$填报中.xlsx": b"\x00owner",
    "说明.txt": "请各企业于10月底前报送。".encode(),
    "Thumbs.db": b"\xd0\xcf\x11\xe0",
}


@dataclass
class TrueFirm:
    """One return within a file: who sent it, as which submission, and how the identity is written."""

    firm: str
    name: str
    code: str
    spelling: str
    code_way: str
    received: str
    submission: int
    traps: dict[str, list[str]]  # item, or empty for the firm → traps


@dataclass
class TrueFile:
    """What a file holds. `counted` rows are not blank; 0 where the questionnaire's own lines are not counted."""

    file: str
    form: str  # 2026.1 | 2024 | compiled | sheets
    deviations: list[str]
    firms: list[TrueFirm]
    rows: list[TrueRow]
    counted: int
    same_as: str = ""  # a byte-for-byte copy of another file

    def line(self) -> str:
        """The truth as a line of JSON."""
        rows = [asdict(row) | {"readable": row.readable} for row in self.rows]
        return json.dumps(asdict(self) | {"rows": rows}, ensure_ascii=False, default=str)


def make(folder: Path, count: int, seed: int, strange: bool = True) -> Path:
    """Write so many files and their truth below a folder; the same seed gives the same files. Tells the returns."""
    rng = Random(seed)
    returns = folder / FOLDER
    returns.mkdir(parents=True, exist_ok=True)
    with (folder / TRUTH).open("w", encoding="utf-8") as lines:
        lines.writelines(truth.line() + "\n" for truth in _files(returns, count, rng))
    if strange:
        for name, content in STRANGE.items():
            (returns / name).write_bytes(content)
    return returns


def truths(folder: Path) -> Iterator[dict[str, object]]:
    """The lines of truth of a folder made by `make`."""
    with (folder / TRUTH).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _files(returns: Path, count: int, rng: Random) -> Iterator[TrueFile]:
    waiting = iter(firms(count * 2, rng))
    sent: list[tuple[CleanReturn, TrueFile]] = []
    for number in range(1, count + 1):
        chance = rng.random()
        if chance < 0.02 and sent:
            yield _copied(returns, rng.choice(sent)[1], number)
            continue
        if chance < 0.04:
            many = [answered(next(waiting), rng) for _ in range(rng.randrange(2, 5))]
            yield _several(returns, number, many, rng)
            continue
        again = chance < 0.10 and bool(sent)
        told = _corrected(rng.choice(sent)[0], rng) if again else answered(next(waiting), rng)
        made = _one(returns, number, told, rng)
        sent.append((told, made))
        yield made


def _one(returns: Path, number: int, told: CleanReturn, rng: Random) -> TrueFile:
    true_firm, writer = _writer(told, rng)
    kind = "2024" if rng.random() < 0.2 else "2026.1"
    if kind == "2026.1" and rng.random() < 0.5:
        writer.hand.language = "en" if rng.random() < 0.08 else "zh"
        form, content = filled(writer)
        return _save(returns, number, form, kind, "xlsx", [true_firm], told, content)
    form = one_sheet(writer) if kind == "2024" else three_sheets(writer)
    ending = rng.choices(list(FORMATS[kind]), list(FORMATS[kind].values()))[0]
    return _save(returns, number, form, kind, ending, [true_firm], told)


def _several(returns: Path, number: int, many: list[CleanReturn], rng: Random) -> TrueFile:
    """Several firms in one file: a list of all of them, or a sheet for each."""
    made = [_writer(told, rng) for told in many]
    writers = [writer for _, writer in made]
    true_firms = [true_firm for true_firm, _ in made]
    if rng.random() < 0.5:
        return _save(returns, number, compiled(writers), "compiled", "xlsx", true_firms, many[0])
    form = Form()
    for spot, writer in enumerate(writers, start=1):
        one_sheet(writer, f"企业{spot}", form)
    return _save(returns, number, form, "sheets", "xlsx", true_firms, many[0])


def _writer(told: CleanReturn, rng: Random) -> tuple[TrueFirm, Writer]:
    firm = told.firm
    code_way = rng.choices(list(CODE_WAYS), list(CODE_WAYS.values()))[0]
    name, spelling = spelled(firm, rng, with_code=code_way in ("right", "lower", "grouped", "wide"))
    code = written_code(firm, rng, code_way)
    cells = {"firm_name": Written(name, value=name, way=f"firm:{spelling}"), "credit_code": _code(code, code_way, firm)}
    traps = {"": told.traps} | {item.goods.item: item.traps for item in told.items if item.traps}
    received = told.received.isoformat()
    true_firm = TrueFirm(firm.firm, firm.name, firm.code, spelling, code_way, received, told.submission, traps)
    hand = Hand(rng, mess=rng.choice((0.0, 0.05, 0.15, 0.3, 0.6)), unreadable=rng.choice((0.0, 0.0, 0.004)))
    return true_firm, Writer(told, cells, hand, rng)


def _code(code: object, way: str, firm: Firm) -> Written:
    told = way if way in ("none", "unknown", "blank") else "value"
    if way == "mistyped":
        return Written(code, value=code, readable=None, way="code:mistyped")
    return Written(code, told, firm.code if told == "value" else None, way=f"code:{way}")


def _save(
    returns: Path, number: int, form: Form, kind: str, ending: str, true_firms: list[TrueFirm], told: CleanReturn,
    content: bytes = b"",
) -> TrueFile:  # fmt: skip
    name = f"{told.firm.city}/{number:05d}_{true_firms[0].name}_调研表.{ending}"
    (returns / name).parent.mkdir(exist_ok=True)
    if content:
        (returns / name).write_bytes(content)
    else:
        write(form, returns / name)
    _stamp(returns / name, told)
    counted = sum(any(cell not in (None, "") for cell in cells) for sheet in form.sheets for cells in sheet.rows)
    return TrueFile(name, kind, [*form.deviations, ending], true_firms, form.rows, counted)


def _stamp(path: Path, told: CleanReturn) -> None:
    """The file is as old as the return."""
    seconds = datetime.combine(told.received, time(9), UTC).timestamp()
    os.utime(path, (seconds, seconds))


def _copied(returns: Path, original: TrueFile, number: int) -> TrueFile:
    """The same file sent twice, under another name."""
    path = Path(original.file)
    name = f"{path.parent}/{number:05d}_{path.stem.partition('_')[2]} - 副本{path.suffix}"
    shutil.copy2(returns / original.file, returns / name)
    return replace(original, file=name, same_as=original.file)


def _corrected(told: CleanReturn, rng: Random) -> CleanReturn:
    """A later return of the same firm: a quantity or two corrected, an item dropped now and then."""
    received = told.received + timedelta(days=rng.randrange(3, 30))
    items = list(told.items)
    if len(items) > 1 and rng.random() < 0.3:
        items.pop(rng.randrange(len(items)))
    spot = rng.randrange(len(items))
    needs = [dict(need) for need in items[spot].needs]
    needs[0]["quantity"] = float(needs[0]["quantity"]) + 1.0  # type: ignore[arg-type]
    high = needs[0]["quantity_high"]
    if high is not None:
        needs[0]["quantity_high"] = float(high) + 1.0  # type: ignore[arg-type]
    items[spot] = replace(items[spot], needs=needs)
    answers = dict(told.answers) | {"signed_on": received}
    return replace(told, answers=answers, items=items, received=received, submission=told.submission + 1)
