"""What came of a folder of returned questionnaires: in words for people, as a record for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from importplan.basics.issues import Issue, Severity
from importplan.basics.labels import Language, text
from importplan.basics.money import WAN
from importplan.cli.language import spoken
from importplan.cli.show_issues import as_record
from importplan.pipeline.survey_case import CollectedSurvey
from importplan.survey.items import CONFIRMED, NEW_NAME, OUT, REVIEW, SURE
from importplan.survey.longer_needs import resting, waiting
from importplan.survey.report.call_words import said
from importplan.survey.returns.collected import ReadFile
from importplan.survey.review.write import shares_words

SHEETS = (
    "items", "firms", "qualifications", "demand", "stock", "open_orders", "installed_base", "suppliers", "offers",
    "budgets",
)  # fmt: skip
CORRECTIONS = "survey-corrections-"  # notes on what was taken from rejected-rows workbooks
CALLS_NAMED = 3
MOST = 12  # kinds of warnings, and files refused, that are named


def show_collected(result: CollectedSurvey) -> None:
    """Print the summary on standard output."""
    language = spoken(result.language)
    for line in _lines(result, language):
        print(line)


def _lines(result: CollectedSurvey, language: Language) -> Iterator[str]:
    counts = counted(result)
    for key in ("files", "rows", "firms", "names", "waiting"):
        yield text(f"cli.survey.collect.told_{key}", language, **counts)
    yield from _longer(result, language)
    yield from _calls(result, language)
    for file in [file for file in result.collected.files if file.refused][:MOST]:
        assert file.refused is not None
        yield f"  {file.path}: {file.refused.found(language)}"
    for note in (note for file in result.collected.files for note in file.notes):
        if note.code.startswith(CORRECTIONS) and note.values.get("corrections") != 0:
            yield f"  {note.at.file}: {note.found(language)}"
    yield ""
    yield text("cli.survey.collect.sheets", language)
    for sheet in SHEETS:
        rows = len(getattr(result.scenario, sheet))
        yield f"  {text(f'sheet.{sheet}', language)}: {rows:,}"
    reasons = Counter(entry.reason for entry in result.case.left_out)
    if reasons:
        yield ""
        yield text("cli.survey.collect.left_out", language, count=sum(reasons.values()))
        for reason, count in reasons.most_common():
            yield f"  {count:6,}  {text(f'survey.left_out.{reason}', language)}"
    yield from _issues(result, language)
    yield ""
    yield from _next_steps(result, counts, language)


def _calls(result: CollectedSurvey, language: Language) -> Iterator[str]:
    """How many figures are worth a phone call, and the first of them."""
    if not result.calls or result.names is None:
        return
    names = replace(result.names, language=language)
    moved = sum(call.moves_cny or 0.0 for call in result.calls) / WAN
    yield text("cli.survey.collect.calls", language, count=len(result.calls), money=moved)
    for call in result.calls[:CALLS_NAMED]:
        words = " | ".join(said(names, call, part) for part in ("said", "expected"))
        yield f"  {(call.moves_cny or 0.0) / WAN:8,.0f}  {call.firm.name}  {names.item(call.item)}  {words}"


def _longer(result: CollectedSurvey, language: Language) -> Iterator[str]:
    """Needs by the year and the half-year: what waits for the word of the bureau, and what rests on it."""
    said = result.surveyed.remembered.splits.by_kind
    for state, found in (("waiting", waiting(result.surveyed)), ("resting", resting(result.surveyed))):
        for kind, entry in found.items():
            split = said.get(kind)
            yield text(
                f"cli.survey.collect.longer_{state}",
                language,
                kind=text(f"survey.review.period_kind.{kind}", language),
                needs=entry.needs,
                firms=len(entry.firms),
                units=entry.units,
                money=entry.cny / WAN,
                shares=shares_words(split, language) if split else "",
                who=split.who if split else "",
                when=split.when if split else "",
            )


def _issues(result: CollectedSurvey, language: Language) -> Iterator[str]:
    """Errors of the case one by one; warnings by kind, with the first of each."""
    read = [note for file in result.collected.files for note in file.notes if not note.code.startswith(CORRECTIONS)]
    issues = (*result.reviews.issues, *read, *result.surveyed.identified.issues, *result.issues)
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    kinds: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.severity is Severity.WARNING:
            kinds.setdefault(issue.code, []).append(issue)
    if errors or kinds:
        yield ""
        yield text("cli.survey.collect.to_look_at", language)
    for issue in errors[:MOST]:
        yield f"  {text('cli.issues.error', language)} {issue.at} {issue.found(language)}"
    for members in sorted(kinds.values(), key=len, reverse=True)[:MOST]:
        first = members[0]
        where = f"{first.at}  " if str(first.at) else ""
        yield f"  {len(members):6,}  {where}{first.found(language)}"


def _next_steps(result: CollectedSurvey, counts: dict[str, Any], language: Language) -> Iterator[str]:
    steps = []
    if counts["review"] + counts["new"] + counts["suspects"]:
        steps.append("answer")
    if counts["rejected"]:
        steps.append("correct")
    if result.usable:
        steps.append("plan")
    if steps:
        yield text("cli.survey.collect.next", language)
    for number, step in enumerate(steps, start=1):
        yield f"  {number}. {text(f'cli.survey.collect.next_{step}', language)}"


def counted(result: CollectedSurvey) -> dict[str, Any]:
    """The numbers of the summary."""
    files, matched = result.collected.files, result.surveyed.matched
    waiting = matched.in_state(REVIEW, NEW_NAME)
    identified = result.surveyed.identified
    standings = Counter(standing.standing for firm in identified.firms for standing in firm.standings)
    return {
        "files": sum(not is_correction(file) for file in files),
        "refused": sum(file.refused is not None for file in files),
        "rows": sum(file.rows for file in files),
        "read": sum(file.read for file in files),
        "rejected": sum(file.rejected for file in files),
        "skipped": sum(file.skipped for file in files),
        "returns": len(result.collected.returns),
        "firms": len(identified.firms),
        "replaced": standings["replaced"],
        "duplicates": standings["duplicate"],
        "supplements": standings["adds"],
        "suspects": len(identified.suspects),
        "sure": len(matched.in_state(SURE)),
        "confirmed": len(matched.in_state(CONFIRMED)),
        "review": len(matched.in_state(REVIEW)),
        "new": len(matched.in_state(NEW_NAME)),
        "left_out_names": len(matched.in_state(OUT)),
        "waiting_rows": sum(name.asked.rows for name in waiting),
        "waiting_money": sum(name.asked.value_cny for name in waiting) / WAN,
        "answered": result.reviews.answered,
    }


def _longer_record(result: CollectedSurvey) -> list[dict[str, Any]]:
    said = result.surveyed.remembered.splits.by_kind
    return [
        {
            "kind": kind, "state": state, "needs": entry.needs, "firms": len(entry.firms), "units": entry.units,
            "cny": entry.cny, "shares": list(said[kind].shares) if kind in said else None,
            "who": said[kind].who if kind in said else "", "when": said[kind].when if kind in said else "",
        }
        for state, found in (("waiting", waiting(result.surveyed)), ("resting", resting(result.surveyed)))
        for kind, entry in found.items()
    ]  # fmt: skip


def is_correction(file: ReadFile) -> bool:
    """Whether a file is a rejected-rows workbook and no return."""
    return any(note.code.startswith(CORRECTIONS) for note in file.notes)


def collected_record(result: CollectedSurvey, written: dict[str, Path]) -> dict[str, Any]:
    """The summary for machines."""
    difference = result.difference.counts() if result.difference else None
    return {
        **counted(result),
        "sheets": {sheet: len(getattr(result.scenario, sheet)) for sheet in SHEETS},
        "left_out": dict(Counter(entry.reason for entry in result.case.left_out)),
        "difference": difference,
        "written": {what: str(path) for what, path in written.items()},
        "longer_periods": _longer_record(result),
        "calls": [
            {
                "trap": call.trap,
                "firm": call.firm.firm,
                "item": call.item,
                "moves_cny": call.moves_cny,
                "values": dict(call.values),
                "cells": [str(at) for at in call.at],
            }
            for call in result.calls
        ],
        "issues": [as_record(issue) for issue in (*result.reviews.issues, *result.issues)],
        "notes": [as_record(note) for file in result.collected.files for note in file.notes],
    }
