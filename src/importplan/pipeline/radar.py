"""The change radar over files: two catalogs, each a folder, a file or what holds now; cases and results, one by one.

A file that cannot be read is a row of its own, and the others go on.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from importplan.basics.errors import ImportplanError, InputRejected
from importplan.basics.files import put_all
from importplan.basics.issues import Issue, Place, has_errors
from importplan.basics.labels import Language
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.catalog.tariff_tables.take_in import WantedTariff, take_in
from importplan.catalog.tariff_tables.year_files import write_year
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.documents.excel import list_book
from importplan.evaluation.schedule import order_dates, signed_dates
from importplan.pipeline.case import Case, open_case, own_catalogs
from importplan.pipeline.read_back import OpenedPlan, carries_a_plan, open_plan
from importplan.results.names import Names
from importplan.results.radar.catalog_changes import catalog_changes
from importplan.results.radar.consignments import Source, planned_orders, signed_orders
from importplan.results.radar.radar import RadarCase, watch
from importplan.results.views.radar_tables import radar_sheets
from importplan.results.views.radar_told import FileFault, Radar
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.settings import Settings

NOW = "now"  # in place of a folder: the catalogs that hold for each case today
MOST_NAMED = 8  # orders in one message
OF_CATALOGS = ("tariff", "goods_lists")  # folders whose files may be named one by one


@dataclass
class CatalogSide:
    """One of the two catalogs as the user names it: `now`, a folder of catalogs, or a file laid over the other side.

    `wanted` says of which days a table of rates is, where the file is one.
    """

    words: str
    below: CatalogSide | None = None
    wanted: WantedTariff | None = None
    remarks: tuple[Issue, ...] = ()
    _made: dict[Path | None, Catalog] = field(default_factory=dict)

    @property
    def named(self) -> Path | None:
        """The file or folder; None: what holds now."""
        return None if self.words == NOW else Path(self.words)

    def folder(self, own: Path | None) -> Path | None:
        """The folder of own catalogs that it stands for; of a file, that of the side below. `own`: of the case."""
        if self.named is None:
            return own
        if self.named.is_dir():
            return self.named
        return self.below.folder(own) if self.below is not None else own

    def catalog(self, own: Path | None) -> Catalog:
        """The catalog for a case with a folder of its own; made once for each. Raises InputRejected with its faults."""
        base = self.folder(own)
        if base not in self._made:
            named = self.named
            if named is None or named.is_dir():
                self._made[base] = load_catalog(own=base)
            elif named.is_file():
                self._made[base] = self._with_file(named, base)
            else:
                raise InputRejected((Issue.error("file-missing", Place(named.name), path=named),))
        return self._made[base]

    def _with_file(self, named: Path, base: Path | None) -> Catalog:
        """The catalogs of a folder with one file more: one of a catalog folder, or a table of rates."""
        with tempfile.TemporaryDirectory() as folder:
            over = Path(folder)
            if base is not None:
                put_all(
                    {over / file.relative_to(base): file.read_bytes() for file in base.rglob("*") if file.is_file()}
                )
            inside = of_catalog(named)
            if inside is None:
                self._take_in(named, base, over)
            else:
                beside = named.parent.glob(f"{named.stem}.*")
                put_all({(over / inside).with_name(file.name): file.read_bytes() for file in beside})
            return load_catalog(own=over)

    def _take_in(self, named: Path, base: Path | None, over: Path) -> None:
        if self.wanted is None:
            raise InputRejected((Issue.error("tariff-no-year", Place(named.name)),))
        taken = take_in(read_annex(named), load_catalog(own=base), self.wanted)
        if has_errors(taken.issues):
            codes = {issue.code for issue in taken.issues}
            also = (Issue.error("radar-no-catalog", Place(named.name)),) if "tariff-no-table" in codes else ()
            raise InputRejected((*also, *taken.issues))
        self.remarks = taken.issues
        write_year(over, taken, self.wanted, self.wanted.valid_from)


def of_catalog(path: Path) -> Path | None:
    """Where a file belongs in a folder of catalogs, by the names of its folders; None: it is of none."""
    parts = path.resolve().parts
    for head in OF_CATALOGS:
        if head in parts[-4:-1] and path.suffix in (".csv", ".toml"):
            inside = Path(*parts[len(parts) - 1 - parts[::-1].index(head) :])
            # A year needs both its files; a table of rates that only lies in such a folder is taken in as a table.
            if head != "tariff" or path.with_suffix(".toml").is_file():
                return inside
    return None


@dataclass(frozen=True)
class _Opened:
    """A file as it was read: a case, or a result with its plan."""

    case: Case
    plan: OpenedPlan | None

    @property
    def sha256(self) -> str:
        """Of the input: of a result that of the case it was made of."""
        return self.case.sha256 if self.plan is None else self.plan.carried.facts.input_sha256


def look(old: CatalogSide, new: CatalogSide, files: Sequence[Path], today: date | None = None) -> Radar:
    """Price all files under both catalogs.

    Parameters
    ----------
    old, new
        The catalogs. Raises InputRejected where one of them has faults.
    files
        Case workbooks and folders, and result workbooks. Of a case and the result made of it the result counts.
    today
        The day on which somebody asks; None: the data day of each case, else its start.
    """
    own = own_catalogs(None)
    before, after = old.catalog(own), new.catalog(own)
    faults: list[FileFault] = []
    opened: list[_Opened] = []
    for path in files:
        try:
            opened.append(_open(path, old))
        except InputRejected as rejected:
            faults.append(FileFault(path.name, rejected.issues))
        except (ImportplanError, OSError) as fault:
            faults.append(FileFault(path.name, (Issue.error("radar-file", Place(path.name), fault=str(fault)),)))
    cases: list[RadarCase] = []
    counted: dict[str, str] = {}
    for each in sorted(opened, key=lambda one: one.plan is None):
        if each.sha256 in counted:
            same = Issue.warning("radar-same-case", Place(each.case.name), other=counted[each.sha256])
            faults.append(FileFault(each.case.name, (same,)))
            continue
        try:
            cases.append(_watch(each, old, new, today))
            counted[each.sha256] = each.case.name
        except InputRejected as rejected:
            faults.append(FileFault(each.case.name, rejected.issues))
    faults += _same_orders(cases)
    return Radar(
        before=_called(old),
        after=_called(new),
        old=before,
        new=after,
        changes=tuple(catalog_changes(before, after)),
        cases=tuple(cases),
        faults=tuple(faults),
        remarks=new.remarks,
    )


def _same_orders(cases: Sequence[RadarCase]) -> Iterator[FileFault]:
    """Signed orders that stand alike in several files: they count in each, which is told."""
    seen: dict[tuple[object, ...], str] = {}
    for case in cases:
        twice: dict[str, list[str]] = {}
        for line in case.lines:
            goods = line.goods
            if goods.source is not Source.SIGNED:
                continue
            key = (case.scenario.name_of(goods.payer), goods.reference, goods.item.item, goods.quantity, goods.day)
            other = seen.setdefault(key, case.name)
            if other != case.name:
                twice.setdefault(other, []).append(goods.reference)
        for other, orders in twice.items():
            told = ", ".join(orders[:MOST_NAMED])
            issue = Issue.warning("radar-same-orders", Place(case.name), other=other, orders=told)
            yield FileFault(case.name, (issue,), counts=True)


def _called(side: CatalogSide) -> str:
    return side.words if side.named is None else side.named.name


def _open(path: Path, old: CatalogSide) -> _Opened:
    if path.is_file() and carries_a_plan(path):
        plan = open_plan(path, old.named if old.named is not None and old.named.is_dir() else None)
        return _Opened(plan.echo, plan)
    return _Opened(open_case(path), None)


def _watch(opened: _Opened, old: CatalogSide, new: CatalogSide, today: date | None) -> RadarCase:
    own = opened.case.own_catalogs()
    before, after = old.catalog(own), new.catalog(own)
    case = opened.case.scenario if opened.plan is None else opened.plan.scenario
    day = today or case.settings.data_as_of or case.settings.start
    if opened.plan is not None:
        landed, plan = opened.plan.landed, opened.plan.plan()
        dates = order_dates(case, landed, plan)
        goods = [*planned_orders(case, landed, plan, dates, day)]
    else:
        case = with_modes(case, before)
        landed, goods = price(case, before), []
    goods = [*signed_orders(case, signed_dates(case, landed), day), *goods]
    return watch(opened.case.name, case, goods, before, after, day, opened.plan is not None)


def radar_names(found: Radar, language: Language) -> Names:
    """The names of a report over many cases: those of none of them."""
    nobody = Names(Scenario(Settings(start=date.min)), found.new, language)
    title = f"{nobody.word('radar.title')}  {' → '.join(found.called(nobody))}"
    settings = Settings(start=date.min, title=title, language=language)
    return Names(Scenario(settings), found.new, language)


def write_radar(found: Radar, path: Path | str, language: Language) -> None:
    """Write the radar as a workbook."""
    names = radar_names(found, language)
    list_book.write(radar_sheets(found, names), Path(path), names)
