"""Firms of a survey: which returns are of one firm, by what it is known, and which answers of it stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from importplan.basics.issues import Issue, Place
from importplan.catalog.references.cities import Cities
from importplan.parsing.words import fold
from importplan.scenario.schema.firms import Firm
from importplan.survey.identity.firm_names import FirmName, firm_name
from importplan.survey.identity.groups import Answers, Group, group
from importplan.survey.identity.marks import Marks, marks, other_code, repaired, same_place
from importplan.survey.identity.resubmissions import REPLACED, ReturnStanding, settle
from importplan.survey.returns.answers import FirmReturn, ItemAnswers, Record

NAMED = 6  # items that a message names
CODE_TAIL = 4  # signs of the credit code that tell firms of one name apart


@dataclass(frozen=True, slots=True)
class IdentifiedFirm:
    """A firm with the answers that stand. `how` tells for each of its returns why it was taken for this firm's."""

    firm: str  # id in the sheet firms
    name: str
    credit_code: str  # empty where none holds
    city: str
    industry: str
    record: Record
    items: tuple[ItemAnswers, ...]
    standings: tuple[ReturnStanding, ...]
    how: tuple[str, ...]  # of each standing
    label: str  # by what the answers of people on this firm are remembered
    overridden: tuple[tuple[Record, Record], ...] = ()  # needs that a supplement tells otherwise: before, after

    @property
    def files(self) -> tuple[str, ...]:
        """The files it sent, in the order in which they count."""
        return tuple(dict.fromkeys(standing.entry.file for standing in self.standings))


@dataclass(frozen=True, slots=True)
class SuspectedPair:
    """Two firms whose names are so alike that a person should say whether they are one."""

    first: IdentifiedFirm
    second: IdentifiedFirm
    alike: float


@dataclass(frozen=True)
class Identified:
    """All firms in the order of their first file, pairs to look at, and what is wrong with names and codes."""

    firms: tuple[IdentifiedFirm, ...]
    suspects: tuple[SuspectedPair, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def repeated(self) -> int:
        """How many returns are not the only one of their firm."""
        return sum(len(firm.standings) - 1 for firm in self.firms)


def identify(
    returns: Sequence[FirmReturn], cities: Cities, known: Sequence[Firm] = (), answers: Answers | None = None
) -> Identified:
    """Group returns by firm and settle which answers stand.

    Parameters
    ----------
    returns : sequence of FirmReturn
        All of a collected folder.
    cities : Cities
        Names of places, which do not tell firms apart by themselves.
    known : sequence of Firm
        The firms of the base case, or of the case that is updated: a firm known there keeps its id.
    answers : mapping
        What people have said of pairs of firms, by their labels.
    """
    entries = [marks(entry, cities) for entry in returns]
    groups, suspects = group(entries, answers or {})
    ids = _Ids(known, cities)
    firms = tuple(_firm(members, returns, entries, ids) for members in groups)
    pairs = tuple(SuspectedPair(firms[pair.first], firms[pair.second], pair.alike) for pair in suspects)
    return Identified(firms, pairs, (*_issues(returns, entries, groups), *_set_aside(firms)))


def _firm(members: Group, returns: Sequence[FirmReturn], entries: Sequence[Marks], ids: _Ids) -> IdentifiedFirm:
    settled = settle([returns[position] for position in members.members])
    position_of = {id(returns[position]): position for position in members.members}
    latest = entries[position_of[id(settled.standings[-1].entry)]]
    city = latest.city or next((entry.city for entry in members.marks if entry.city), "")
    name = _name([entries[position_of[id(standing.entry)]] for standing in settled.standings])
    name = name or PurePath(settled.standings[-1].entry.file).stem
    listed = ids.known(latest, members.code, city)
    return IdentifiedFirm(
        firm=listed.firm if listed else ids.new(latest.name, name, members.label),
        name=listed.name if listed and listed.name else name,
        credit_code=members.code,
        city=(listed.city if listed else "") or city,
        industry=(listed.industry if listed else "") or settled.record.text("industry").strip(),
        record=settled.record,
        items=settled.items,
        standings=settled.standings,
        how=tuple(members.how[position_of[id(standing.entry)]] for standing in settled.standings),
        label=members.label,
        overridden=settled.overridden,
    )


def _name(told: Sequence[Marks]) -> str:
    """The latest spelling that is whole, `…公司`, else the latest one."""
    spellings = [entry.name.tidy for entry in reversed(told) if entry.name.tidy]
    whole = (name for name in spellings if name.endswith(("公司", "厂", "所", "院")))
    return next(whole, spellings[0] if spellings else "")


class _Ids:
    """Ids of firms: as in the case where the firm is known there, else its name, with a tail where that is taken."""

    def __init__(self, known: Sequence[Firm], cities: Cities) -> None:
        self._known = known
        self._cities = cities
        self._taken = {firm.firm for firm in known}

    @cached_property
    def _by_code(self) -> dict[str, Firm]:
        return {firm.credit_code.strip().upper(): firm for firm in self._known if firm.credit_code}

    @cached_property
    def _by_name(self) -> dict[str, list[Firm]]:
        found: dict[str, list[Firm]] = {}
        for firm in self._known:
            name = firm_name(firm.name, self._cities)
            for key in dict.fromkeys((name.fine, name.coarse)):
                found.setdefault(key, []).append(firm)
        return found

    def known(self, entry: Marks, code: str, city: str) -> Firm | None:
        """The firm of the case that a group is; None where it is not there, or more than one may be meant."""
        if code and code in self._by_code:
            return self._by_code[code]
        for key in (entry.name.fine, entry.name.coarse):
            fitting = [
                firm
                for firm in self._by_name.get(key, [])
                if same_place(firm.city.removesuffix("市"), city)
                and not (code and firm.credit_code)
                and not other_code(entry.written_code, firm.credit_code.strip().upper())
            ]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def new(self, name: FirmName, written: str, label: str) -> str:
        """An id that can be read and stays the same from one collection to the next."""
        short = name.fine or written
        tail = label.partition("@")[2] or label[-CODE_TAIL:]
        candidates = (short, f"{short}-{tail}", f"{short}-{label}")
        chosen = next((word for word in candidates if word not in self._taken), "")
        number = 2
        while not chosen or chosen in self._taken:
            chosen, number = f"{short}-{label}-{number}", number + 1
        self._taken.add(chosen)
        return chosen


def _set_aside(firms: Sequence[IdentifiedFirm]) -> Iterator[Issue]:
    """Needs that a supplement tells otherwise, and items of a replaced return that the later one does not name."""
    for firm in firms:
        for before, after in firm.overridden:
            was, now = (need.answer("quantity") for need in (before, after))
            values = {"firm": firm.name, "before": was.written, "after": now.written, "was_at": str(was.at)}
            yield Issue.warning("survey-supplement-differs", now.at, **values)
        names = {fold(item.record.text("item_name")) for item in firm.items}
        for standing in firm.standings:
            lost = [item.record.text("item_name") for item in standing.set_aside if standing.standing == REPLACED]
            lost = [name for name in dict.fromkeys(lost) if fold(name) not in names]
            if lost:
                later = firm.standings[-1].entry.file
                values = {"firm": firm.name, "items": "、".join(lost[:NAMED]), "later": later}
                yield Issue.warning("survey-items-set-aside", Place(standing.entry.file), count=len(lost), **values)


def _issues(returns: Sequence[FirmReturn], entries: Sequence[Marks], groups: Sequence[Group]) -> Iterator[Issue]:
    """Codes whose check digit does not hold, with what is likely meant; returns without a name."""
    for members in groups:
        for position in members.members:
            entry, record = entries[position], returns[position].record
            if entry.wrong_code:
                at = record.answer("credit_code").at
                meant = members.code or repaired(entry.wrong_code)
                fault = "survey-code-wrong-known" if meant else "survey-code-wrong"
                yield Issue.warning(fault, at, written=entry.wrong_code, meant=meant, firm=entry.name.written)
            if not entry.name.fine:
                yield Issue.warning("survey-firm-unnamed", record.at, file=returns[position].file)
