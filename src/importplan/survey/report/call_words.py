"""A call in words: what was said, what was expected, why it is worth a call, whom to call, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from importplan.basics.issues import Place
from importplan.survey.estimates.traps.call import Call
from importplan.survey.report.names import SurveyNames
from importplan.survey.returns.answers import Record

COUNTRIES = ("origin", "expected")  # values of a call that are countries where they are two letters
CELLS = 6  # cells named of one call


def said(names: SurveyNames, call: Call, part: str) -> str:
    """One part of a call in words: said, expected or why."""
    return names.word(f"survey.trap.{call.trap}.{part}", **{key: _named(names, call, key) for key in call.values})


def _named(names: SurveyNames, call: Call, key: str) -> float | str:
    value = call.values[key]
    return names.country(str(value)) if call.trap == "flag" and key in COUNTRIES else value


def contact(record: Record) -> str:
    """Whom to call."""
    return " ".join(part for part in (record.text("contact_name"), record.text("contact_phone")) if part)


def places(at: Sequence[Place]) -> list[str]:
    """Where the answers stand: each file once, then the cells of each of its sheets."""
    named: dict[str, dict[str, list[str]]] = {}
    for place in [place for place in at if str(place)][:CELLS]:
        named.setdefault(place.file, {}).setdefault(place.sheet, []).append(place.cell)
    found = [
        f"{file}: " + "; ".join(f"{sheet}!{', '.join(cells)}" if sheet else ", ".join(cells) for sheet, cells in sheets)
        for file, sheets in ((file, sheets.items()) for file, sheets in named.items())
    ]
    return [*found, *(["…"] if len(at) > CELLS else [])]
