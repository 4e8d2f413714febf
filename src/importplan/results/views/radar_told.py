"""The change radar as it is told: files under two catalogs, in the order in which people read them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from importplan.basics.issues import Issue
from importplan.catalog.load import Catalog
from importplan.results.names import Names
from importplan.results.radar.catalog_changes import CatalogChange
from importplan.results.radar.consignments import Source
from importplan.results.radar.radar import (
    Bearing,
    FirmTotal,
    RadarCase,
    RadarLine,
    contract_totals,
    totals,
)
from importplan.results.radar.supervised_change import LotChange
from importplan.results.words import Words

ZERO = Decimal(0)


@dataclass(frozen=True)
class FileFault:
    """A file that could not be read, or is left out, with why; or one that counts and has something to be told."""

    name: str
    issues: tuple[Issue, ...]
    counts: bool = False


@dataclass(frozen=True)
class Radar:
    """All files under two catalogs."""

    before: str  # what OLD and NEW are called: a file, a folder, or `now`
    after: str
    old: Catalog
    new: Catalog
    changes: tuple[CatalogChange, ...]
    cases: tuple[RadarCase, ...]
    faults: tuple[FileFault, ...]
    remarks: tuple[Issue, ...] = ()  # on a table that was taken in

    @property
    def lines(self) -> tuple[tuple[RadarCase, RadarLine], ...]:
        """The lines of all files: orders before offers, then by money."""
        every = [(case, line) for case in self.cases for line in case.lines]
        return tuple(
            sorted(
                every,
                key=lambda each: (
                    each[1].goods.source is Source.OFFER,
                    -abs(each[1].cost_cny),
                    -abs(each[1].cash_cny),
                    RANKS.index(each[1].bearing),
                ),
            )
        )

    @property
    def firms(self) -> tuple[FirmTotal, ...]:
        """The totals of all files, those that lose most first."""
        return tuple(sorted((each for case in self.cases for each in totals(case)), key=lambda each: -each.net))

    @property
    def contracts(self) -> tuple[FirmTotal, ...]:
        """The totals of all contracts of all files, those that lose most first."""
        every = (each for case in self.cases for each in contract_totals(case))
        return tuple(sorted(every, key=lambda each: -each.net))

    @property
    def lots(self) -> tuple[tuple[RadarCase, LotChange], ...]:
        """All supervised stock, what is affected first."""
        every = [(case, lot) for case in self.cases for lot in case.lots]
        return tuple(sorted(every, key=lambda each: (not each[1].affected, -abs(each[1].change_cny or ZERO))))

    def called(self, names: Words) -> tuple[str, str]:
        """OLD and NEW for people."""
        one, two = (names.word("radar.now") if words == "now" else words for words in (self.before, self.after))
        return one, two


RANKS = (Bearing.UNPRICED, Bearing.LOSES, Bearing.GAINS, Bearing.OPENS, Bearing.SAME, Bearing.DECIDED)
Told = tuple[RadarCase, RadarLine]
ToldLot = tuple[RadarCase, LotChange]


def names_of(names: Names, case: RadarCase) -> Names:
    """What people call things in a case of its own."""
    return Names(case.scenario, case.new, names.language)
