"""A library of stress events to choose from: what happened once, how long, to whom; each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from importplan.basics.labels import Language
from importplan.catalog.files import shipped
from importplan.catalog.reading import Reading


@dataclass(frozen=True, slots=True)
class EventTarget:
    """What an event hits, as in the sheet `events`, and where that was read."""

    target: str
    tag: str
    severity: float
    effect: str
    stops: str
    source: str


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event of the library, without a date; `months` None: until the end of the plan."""

    key: str
    name_zh: str
    name_en: str
    months: float | None
    targets: tuple[EventTarget, ...]

    def name(self, language: Language) -> str:
        """Its name."""
        return self.name_zh if language == "zh" else self.name_en


def read(reading: Reading) -> Mapping[str, KnownEvent]:
    """The table `risks/events.csv`: key → event; rows of one event stand for all that it hits."""
    columns = (
        "event", "name_zh", "name_en", "target", "tag", "months", "severity", "effect", "stops", "source", "confidence",
    )  # fmt: skip
    found: dict[str, KnownEvent] = {}
    for line in reading.table("risks/events.csv", columns):
        key, months = line.text("event", required=True), line.number("months", required=False)
        line.confidence()
        hit = EventTarget(
            line.text("target", required=True),
            line.text("tag"),
            float(line.share("severity")),
            line.text("effect", required=True),
            line.text("stops", required=True),
            line.text("source", required=True),
        )
        before = found[key].targets if key in found else ()
        names = line.text("name_zh", required=True), line.text("name_en", required=True)
        found[key] = KnownEvent(key, *names, None if months is None else float(months), (*before, hit))
    return found


@cache
def shipped_events() -> Mapping[str, KnownEvent]:
    """The library that travels with the product, for the checks of a case."""
    return read(Reading(shipped("catalogs")))
