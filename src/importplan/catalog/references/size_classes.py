"""Size classes of firms by yearly revenue (大中小微型), from the largest down: strata of a survey."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.catalog.reading import Reading


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A class and the revenue from which it begins."""

    key: str
    from_revenue_cny: float
    source: str
    confidence: str


@dataclass(frozen=True)
class SizeClasses:
    """All classes; a firm whose revenue is not known is in a class of its own after the last."""

    classes: tuple[SizeClass, ...]

    def place(self, revenue_cny: float | None) -> int:
        """The place of the class of a revenue, 0 for the largest; one after the last where it is not known."""
        if revenue_cny is None:
            return len(self.classes)
        begun = (number for number, entry in enumerate(self.classes) if revenue_cny >= entry.from_revenue_cny)
        return next(begun, len(self.classes) - 1)

    def key(self, place: int) -> str:
        """The key of a class by its place."""
        return self.classes[place].key if place < len(self.classes) else "unknown"


def read(reading: Reading) -> SizeClasses:
    """The table `surveys/size_classes.csv`."""
    columns = ("size_class", "from_revenue_cny", "source", "confidence")
    found = [
        SizeClass(
            key=line.text("size_class", required=True),
            from_revenue_cny=float(line.needed("from_revenue_cny")),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )
        for line in reading.table("surveys/size_classes.csv", columns)
    ]
    return SizeClasses(tuple(sorted(found, key=lambda entry: -entry.from_revenue_cny)))
