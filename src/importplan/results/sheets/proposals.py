"""Sheet `proposals` (目录匹配建议): rows of the lists beside the items they may mean, for a person to confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importplan.basics.labels import text
from importplan.catalog.lists.matching import NAME_ALIKE, RowProposal
from importplan.customs.relief.list_rows import ListRowOfItem, list_rows
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Cell, Column, Reader, Table


def _edition(proposal: RowProposal, names: Names) -> str:
    """List and edition; whether it is in force, and how far it is known."""
    listed, edition, language = proposal.goods_list, proposal.edition, names.language
    force = names.word("proposal.in_force" if proposal.in_force else "proposal.out_of_force")
    confidence = text(f"confidence.{proposal.row.confidence}", language)
    known = names.word(f"proposal.rows_in_hand.{edition.rows_in_hand}")
    return names.word(
        "proposal.edition",
        list=listed.name(language),
        edition=edition.name(language),
        force=force,
        known=known,
        confidence=confidence,
    )


def _code(proposal: RowProposal, names: Names) -> str:
    return proposal.code.words(names.language) if proposal.code else names.word("proposal.no_code")


def _name(proposal: RowProposal, names: Names) -> str:
    if proposal.differing:
        words = names.catalog.names
        differing = [words.attribute(key, names.language) for key in proposal.differing]
        return names.word("proposal.name_differs", attributes=names.word("proposal.and").join(differing))
    alike = "proposal.name_alike" if proposal.alike >= NAME_ALIKE else "proposal.name_unlike"
    return names.word(alike, percent=f"{proposal.alike:.0f}")


def _parameters(proposal: RowProposal, names: Names) -> str:
    if not proposal.comparison.checks:
        return names.word("proposal.no_requirement")
    lines = [check.words(names.language) for check in proposal.comparison.checks]
    conditions = [names.word("proposal.condition", condition=words) for words in proposal.comparison.conditions()]
    return "\n".join((*lines, *conditions))


def _follows(names: Names, entry: ListRowOfItem) -> str:
    """What the row means for the tax of the item, should a person agree that it is the row."""
    proposal = entry.proposal
    if proposal is None:
        return names.word(f"proposal.follows.{entry.standing}")
    if not proposal.in_force:
        return names.word("proposal.follows.out_of_force")
    role = proposal.goods_list.role
    if role == "interest_subsidy":
        return names.word("proposal.follows.interest_subsidy")
    if proposal.differing:
        return names.word("proposal.follows.differs")
    compared = proposal.comparison
    if not compared.checks:
        return names.word(f"proposal.follows.{role}.no_limit")
    outcome = compared.place if role == "not_exempt" else compared.outcome.replace(" ", "_")
    return names.word(f"proposal.follows.{role}.{outcome}")


def _copy(proposal: RowProposal, names: Names) -> str:
    """A row of the relief's own list; or, where figures say so, that the item is better than a not-exempt row."""
    better = proposal.goods_list.role == "not_exempt" and proposal.in_force and proposal.comparison.place == "better"
    words = names.word("proposal.better_than", reference=str(proposal.row.reference)) if better else proposal.copy
    return names.catalog.goods_lists.in_words(words, names.language)


def _of_row(words: Callable[[RowProposal, Names], Cell]) -> Callable[[Names, ListRowOfItem], Cell]:
    """Words of the proposed row; none where no row answers to a reference."""
    return lambda names, entry: words(entry.proposal, names) if entry.proposal else ""


PROPOSALS: tuple[Column[ListRowOfItem], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item.item),
    Column("hs_code", "", forms.TEXT, lambda row: row.item.hs_code),
    Column("proposal_standing", "", forms.worded("proposal").wrapped, lambda row: row.standing),
    in_words("list_edition", _of_row(_edition)),
    Column("list_row", "", forms.TEXT, lambda row: row.proposal.row.reference.row if row.proposal else ""),
    in_words("row_name", lambda names, row: row.proposal.row.name(names.language) if row.proposal else row.filled),
    in_words("reason_code", _of_row(_code)),
    in_words("reason_name", _of_row(_name)),
    in_words("reason_parameters", _of_row(_parameters)),
    in_words("what_follows", _follows),
    in_words("copy_to_catalog_ref", _of_row(_copy)),
    Column("arrival_day", "", forms.DATE, lambda row: row.day),
    Column("item_id", "", forms.TEXT, lambda row: row.item.item, reader=Reader.PEOPLE),
)


def proposals_table(names: Names) -> Table[ListRowOfItem]:
    """One row for each item and row of a list."""
    return Table("proposals", PROPOSALS, list_rows(names.scenario, names.catalog), quiet=True)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The rows; without any there is no such sheet."""
    table = proposals_table(names)
    if table.rows:
        yield names.word("result.about.proposals")
        yield table


SHEET = ResultSheet("proposals", blocks)
