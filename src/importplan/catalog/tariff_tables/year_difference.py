"""What a tariff table changes against the one before: rates up and down, codes new, gone and renumbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from importplan.catalog.rates.tariff import TariffRow

CHAPTER = 2  # digits
Became = Callable[[str], tuple[str, ...]]  # former code → present ones by the concordance, none where not on record


@dataclass(frozen=True, slots=True)
class RateChange:
    """A code of both tables whose rates differ."""

    before: TariffRow
    after: TariffRow

    @property
    def up(self) -> bool | None:
        """Whether the rate that an import without agreement pays rises; None where one of them is not on record."""
        was, now = levied(self.before), levied(self.after)
        return None if was is None or now is None or was == now else now > was


@dataclass(frozen=True)
class TariffDifference:
    """Two tables. Codes of chapters that the newer table has nothing of are not called gone but `outside`."""

    changed: tuple[RateChange, ...]
    new: tuple[TariffRow, ...]
    renumbered: Mapping[str, tuple[str, ...]]  # former code → codes of the newer table, by the concordance
    gone: tuple[TariffRow, ...]
    perhaps: Mapping[str, str]  # a code that is gone → the only new one of the same name below its heading
    outside: int
    same: int

    def counts(self) -> dict[str, int]:
        """How many of each."""
        ups = [change.up for change in self.changed]
        return {
            "raised": ups.count(True),
            "lowered": ups.count(False),
            "other": ups.count(None),
            "new": len(self.new),
            "renumbered": len(self.renumbered),
            "gone": len(self.gone),
            "outside": self.outside,
            "same": self.same,
        }


def levied(row: TariffRow) -> Decimal | None:
    """The lower of MFN and provisional rate, None where MFN is not on record."""
    if row.mfn is None:
        return None
    return row.mfn if row.provisional is None else min(row.mfn, row.provisional)


def compare(before: Mapping[str, TariffRow], after: Mapping[str, TariffRow], became: Became) -> TariffDifference:
    """The difference of two tables by code; former codes kept for old documents are none of either."""
    old = {code: row for code, row in before.items() if not row.replaced_by}
    new = {code: row for code, row in after.items() if not row.replaced_by}
    chapters = {code[:CHAPTER] for code in new}
    lost = [code for code in old if code not in new and code[:CHAPTER] in chapters]
    renumbered = {code: found for code in lost if (found := tuple(each for each in became(code) if each in new))}
    added = tuple(row for code, row in new.items() if code not in old)
    gone = tuple(old[code] for code in lost if code not in renumbered)
    changed = tuple(RateChange(old[code], new[code]) for code in old if code in new and _rates(old[code], new[code]))
    both = sum(code in new for code in old)
    return TariffDifference(
        changed=changed,
        new=added,
        renumbered=renumbered,
        gone=gone,
        perhaps=dict(_alike(gone, added)),
        outside=sum(code[:CHAPTER] not in chapters for code in old),
        same=both - len(changed),
    )


def _rates(one: TariffRow, two: TariffRow) -> bool:
    return (one.mfn, one.provisional, one.general, one.vat) != (two.mfn, two.provisional, two.general, two.vat)


def _alike(gone: tuple[TariffRow, ...], new: tuple[TariffRow, ...]) -> Iterator[tuple[str, str]]:
    for row in gone:
        named = [each for each in new if each.hs_code[:4] == row.hs_code[:4] and each.name_zh == row.name_zh != ""]
        if len(named) == 1:
            yield row.hs_code, named[0].hs_code
