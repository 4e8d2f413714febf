"""Makes the tariff of a year of a table: reads its lines, checks them, compares them with the year before.

A table of **part** of the tariff (the provisional rates of a year, one chapter) is laid over the year before: MFN,
general and VAT rates of its other codes are carried on. Provisional rates are not: they end with their year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from importplan.basics.errors import InputRejected, RuleUnknown
from importplan.basics.issues import Issue, Place
from importplan.catalog.load import Catalog
from importplan.catalog.rates.headings import LENGTHS, TariffHeading, TariffHeadings
from importplan.catalog.rates.tariff import TariffRow, TariffYear
from importplan.catalog.reading import HUNDRED
from importplan.catalog.tariff_tables import columns, lines
from importplan.catalog.tariff_tables.lines import TariffLine, TariffLines
from importplan.catalog.tariff_tables.year_difference import TariffDifference, compare
from importplan.tables.grid import SourceFile

MOST_NAMED = 12  # codes in one message
CARRIED = "carried on from the tariff before"
REST = ("其他", "其它", "other")  # names that say nothing without the heading above


@dataclass(frozen=True)
class WantedTariff:
    """What the user says of a table."""

    valid_from: date
    valid_to: date
    source: str = ""
    confidence: str = "given"
    part: bool = False  # the table holds part of the tariff: the rest is that of the year before
    headings: Mapping[str, str] = field(default_factory=dict)  # heading as printed → field

    @property
    def stem(self) -> str:
        """How its files are called: by the year, or by the first day where it is not that of a year."""
        first = self.valid_from
        return str(first.year) if (first.month, first.day) == (1, 1) else first.isoformat()


@dataclass(frozen=True)
class TariffTaken:
    """A year read from a table, not yet written; with errors among the issues it must not be."""

    year: TariffYear
    agreements: tuple[str, ...]  # columns, in order
    read: int  # codes that the table holds
    before: TariffYear | None
    difference: TariffDifference
    headings: TariffHeadings | None  # with the names that the table prints; None where it prints none
    issues: tuple[Issue, ...]


def take_in(source: SourceFile, catalog: Catalog, wanted: WantedTariff) -> TariffTaken:
    """The tariff that a file holds, with every fault at its cell.

    Raises InputRejected where dates or fields that the user names cannot be.
    """
    refuse(wanted, catalog)
    found = lines.read(source, wanted.headings)
    issues = found.issues
    mine = lines.by_code(found.lines, issues)
    if found.stated and not mine:
        issues.append(Issue.error("tariff-no-code", Place(source.file)))
    before = year_before(catalog, wanted.valid_from)
    known = {} if before is None else before.rows
    cited = (wanted.source or source.file, wanted.confidence)
    rows = {
        code: _row(code, group, found, known.get(code), wanted, cited, issues) for code, group in sorted(mine.items())
    }
    rows = {code: _of_general_vat(row, catalog, wanted.valid_from) for code, row in rows.items()}
    parents_missing(found, rows, issues)
    if wanted.part:
        issues += carried_on(known, rows, wanted)
    agreements = _agreements(found, known)

    def became(code: str) -> tuple[str, ...]:
        if before is None:
            return ()
        routes = catalog.concordance.routes(code, before.valid_from.year, wanted.valid_from.year)
        return tuple(route.to_code for route in routes if route.steps)

    complete = {**_others(known, rows), **rows} if wanted.part else rows
    difference = compare(known, complete, became)
    # A former code is kept where it is known what has become of it: old documents are told, not merely refused.
    former = {code: _former(known[code], to, cited) for code, to in difference.renumbered.items()}
    issues += told(difference, wanted, source.file, found, known)
    year = TariffYear(wanted.valid_from, wanted.valid_to, dict(sorted((complete | former).items())))
    headings = named_headings(found, catalog.headings, cited)
    return TariffTaken(year, agreements, len(mine), before, difference, headings, tuple(issues))


def refuse(wanted: WantedTariff, catalog: Catalog) -> None:
    """Raise InputRejected for fields that there are not, and for days that cannot be."""
    agreements = {agreement.column for agreement in catalog.ordinary.agreements}
    known = (*columns.FIELDS, *sorted(agreements))
    faults = [
        Issue.error("annex-field-unknown", field=name, heading=heading, known=", ".join(known))
        for heading, name in wanted.headings.items()
        if name not in known
    ]
    if wanted.valid_to < wanted.valid_from:
        faults.append(Issue.error("tariff-days", first=wanted.valid_from, last=wanted.valid_to))
    if faults:
        raise InputRejected(tuple(faults))


def year_before(catalog: Catalog, first: date) -> TariffYear | None:
    """The table that ends before a day; where there is none, the one that begins on it; None: there is neither."""
    earlier = [year for year in catalog.tariff.years if year.valid_from < first]
    same = [year for year in catalog.tariff.years if year.valid_from == first]
    return earlier[-1] if earlier else same[0] if same else None


def named_headings(found: TariffLines, known: TariffHeadings, cited: tuple[str, str]) -> TariffHeadings | None:
    """The headings with the names of the table in place of those in hand; a name in letters alone is an English one."""
    printed = {code: name for code, name in found.headings.items() if len(code) in LENGTHS and name}
    if not printed:
        return None
    by_code = dict(known.by_code)
    for code, name in printed.items():
        before = by_code.get(code)
        zh, en = ("", name) if name.isascii() else (name, "")
        by_code[code] = TariffHeading(
            hs_code=code,
            name_zh=zh or (before.name_zh if before else ""),
            name_en=en or (before.name_en if before else ""),
            source=cited[0],
            confidence=cited[1],
        )
    return TariffHeadings(dict(sorted(by_code.items())))


def _row(
    code: str,
    group: list[TariffLine],
    found: TariffLines,
    known: TariffRow | None,
    wanted: WantedTariff,
    cited: tuple[str, str],
    issues: list[Issue],
) -> TariffRow:
    """One code of the table; what the table has no column for is that of the year before."""
    whole = [line for line in group if not line.part and len(line.code) == lines.CODE]
    rest = [line for line in group if line not in whole]
    first = (whole or group)[0]
    rates = dict(first.rates) if whole else _common(code, group, issues)
    parts = _parts(code, rates, rest)
    if "mfn" in rates and rates.get("provisional", Decimal(0)) > rates["mfn"]:
        values = {"hs_code": code, "provisional": rates["provisional"], "mfn": rates["mfn"]}
        issues.append(Issue.error("tariff-provisional-above", first.at, **values))
    if "mfn" in rates and rates.get("general", Decimal(300)) < rates["mfn"]:
        values = {"hs_code": code, "general": rates["general"], "mfn": rates["mfn"]}
        issues.append(Issue.warning("tariff-general-below", first.at, **values))

    def rate(name: str) -> Decimal | None:
        if name in rates:
            return rates[name] / HUNDRED
        if any(name in line.unclear for line in group):
            return None
        return None if (name in found.stated and not wanted.part) or known is None else getattr(known, name)

    provisional = rates.get("provisional")
    return TariffRow(
        hs_code=code,
        name_zh=_name(code, first, found, known),
        name_en=first.name_en or (known.name_en if known else ""),
        mfn=rate("mfn"),
        provisional=None if provisional is None else provisional / HUNDRED,
        general=rate("general"),
        vat=rate("vat"),
        agreements={
            name: rates[name] / HUNDRED if name in rates else None for name in sorted(found.stated) if _is_column(name)
        },
        part_of_code=parts,
        replaced_by=(),
        as_seen=f"{wanted.stem}, {first.at}",
        source=cited[0],
        confidence=cited[1],
    )


def _of_general_vat(row: TariffRow, catalog: Catalog, first: date) -> TariffRow:
    """No VAT rate of its own where the table prints the general one, which changes for all codes at once."""
    try:
        general = catalog.vat.on(first).rate
    except RuleUnknown:
        return row
    return replace(row, vat=None) if row.vat == general else row


def _common(code: str, group: list[TariffLine], issues: list[Issue]) -> dict[str, Decimal]:
    """What all customs codes of a code agree on; an MFN rate in which they differ is a fault."""
    full = [line for line in group if not line.part]
    names = {name for line in full for name in line.rates}
    common = {}
    for name in names:
        values = {line.rates.get(name) for line in full}
        value = next(iter(values))
        if len(values) == 1 and value is not None:
            common[name] = value
        elif name == "mfn":
            told = ", ".join(f"{line.code} {line.rates.get(name, '-')}" for line in full[:MOST_NAMED])
            issues.append(Issue.error("tariff-parts-differ", group[0].at, hs_code=code, told=told))
    return common


def _parts(code: str, rates: Mapping[str, Decimal], rest: list[TariffLine]) -> str:
    """Goods of a code that have a provisional rate of their own: named, and not applied to all goods of the code."""
    told = (
        f"{line.code if len(line.code) > lines.CODE else 'ex' + code} {line.name_zh or line.name_en}".strip()
        + f": {line.rates['provisional']}%"
        for line in rest
        if "provisional" in line.rates and line.rates["provisional"] != rates.get("provisional")
    )
    return "; ".join(told)


def _name(code: str, line: TariffLine, found: TariffLines, known: TariffRow | None) -> str:
    """The name as printed; one that says nothing alone with what stands above it, as known or as printed."""
    if line.name_zh and line.name_zh.casefold() not in REST:
        return line.name_zh
    if known is not None and known.name_zh:
        return known.name_zh
    above = next((found.headings[code[:length]] for length in (7, 6, 5, 4) if code[:length] in found.headings), "")
    return "—".join(part for part in (above, line.name_zh) if part)


def _is_column(name: str) -> bool:
    return name.endswith("_pct")


def _agreements(found: TariffLines, known: Mapping[str, TariffRow]) -> tuple[str, ...]:
    """Columns of agreements: those before keep their place, blank where the table does not state them."""
    before = next((tuple(row.agreements) for row in known.values()), ())
    return tuple(dict.fromkeys((*before, *sorted(name for name in found.stated if _is_column(name)))))


def parents_missing(found: TariffLines, rows: Mapping[str, TariffRow], issues: list[Issue]) -> None:
    """A table that prints headings has one above each code; a code without is told, its heading may be cut off."""
    headings = {code for code in found.headings if len(code) == 4}
    if not headings:
        return
    missing = sorted({code[:4] for code in rows} - headings)
    if missing:
        issues.append(Issue.warning("tariff-parents-missing", count=len(missing), codes=_some(missing)))


def _others(known: Mapping[str, TariffRow], rows: Mapping[str, TariffRow]) -> dict[str, TariffRow]:
    """The other codes of the year before: that their rates go on is an assumption, and each says so."""
    return {
        code: replace(
            row,
            provisional=None,
            part_of_code="",
            source=row.source if row.source.startswith(CARRIED) else f"{CARRIED}; {row.source}",
            confidence="unverified",
        )
        for code, row in known.items()
        if code not in rows
    }


def carried_on(known: Mapping[str, TariffRow], rows: Mapping[str, TariffRow], wanted: WantedTariff) -> Iterator[Issue]:
    """What a table of part of the tariff leaves to the year before."""
    others = [row for code, row in known.items() if code not in rows and not row.replaced_by]
    if others:
        yield Issue.warning("tariff-carried-on", count=len(others), first=wanted.valid_from)
    ended = [row.hs_code for row in others if row.provisional is not None or row.part_of_code]
    if ended:
        yield Issue.warning("tariff-provisional-ended", count=len(ended), codes=_some(ended), first=wanted.valid_from)


def _former(row: TariffRow, to: tuple[str, ...], cited: tuple[str, str]) -> TariffRow:
    bare = replace(row, mfn=None, provisional=None, general=None, vat=None, part_of_code="", replaced_by=to)
    return replace(bare, agreements={}, source=cited[0], confidence=cited[1])


def told(
    difference: TariffDifference,
    wanted: WantedTariff,
    file: str,
    found: TariffLines,
    known: Mapping[str, TariffRow],
) -> Iterator[Issue]:
    """What a reader must look at: codes gone, chapters that are not in the table, columns that are carried on."""
    at = Place(file)
    if difference.gone:
        codes = [
            f"{row.hs_code}（→ {difference.perhaps[row.hs_code]}?）"
            if row.hs_code in difference.perhaps
            else row.hs_code
            for row in difference.gone
        ]
        yield Issue.warning("tariff-codes-gone", at, count=len(codes), codes=_some(codes))
    if difference.outside and not wanted.part:
        yield Issue.warning("tariff-chapters-missing", at, count=difference.outside)
    lost = (each for each in difference.changed if each.before.mfn is not None and each.after.mfn is None)
    blank = [change.after.hs_code for change in lost]
    if blank:
        yield Issue.warning("tariff-rates-lost", at, count=len(blank), codes=_some(blank))
    if found.stated and "mfn" not in found.stated and not wanted.part:
        yield Issue.error("tariff-without-mfn", at)
    for name in ("general", "vat"):
        if name not in found.stated and any(getattr(row, name) is not None for row in known.values()):
            yield Issue.warning("tariff-column-carried", at, column=name)
    dropped = sorted(
        {name for row in known.values() for name, rate in row.agreements.items() if rate is not None} - found.stated
    )
    if dropped:
        yield Issue.warning("tariff-agreements-dropped", at, columns=", ".join(dropped))


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")
