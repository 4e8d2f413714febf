"""Rows of the lists beside the items they may mean: reasons of code, name and parameters, and what follows."""

from __future__ import annotations

from importplan.basics.labels import text
from importplan.catalog.matching import NAME_ALIKE, Proposal
from importplan.landed.list_rows import ListRowOfItem, list_rows
from importplan.reports.names import Names
from importplan.reports.table import Cell, Column, Form, Table

PROPOSALS = (
    Column("item"),
    Column("hs_code"),
    Column("proposal_standing", Form.LONG_TEXT),
    Column("list_edition", Form.LONG_TEXT),
    Column("list_row"),
    Column("row_name", Form.LONG_TEXT),
    Column("reason_code", Form.LONG_TEXT),
    Column("reason_name", Form.LONG_TEXT),
    Column("reason_parameters", Form.LONG_TEXT),
    Column("what_follows", Form.LONG_TEXT),
    Column("copy_to_catalog_ref", Form.LONG_TEXT),
    Column("arrival_day", Form.DATE),
    Column("item_id"),
)


def proposals_table(names: Names) -> Table:
    """One row for each item and row of a list."""
    found = list_rows(names.scenario, names.catalog)
    return Table("proposals", PROPOSALS, tuple(_row(entry, names) for entry in found))


def _row(entry: ListRowOfItem, names: Names) -> tuple[Cell, ...]:
    item, proposal = entry.item, entry.proposal
    standing = names.word(f"proposal.{entry.standing}")
    first = (names.item(item.item), item.hs_code, standing)
    last = (entry.day, item.item)
    if proposal is None:
        return (*first, "", "", entry.filled, "", "", "", names.word(f"proposal.follows.{entry.standing}"), "", *last)
    return (
        *first,
        _edition(proposal, names),
        proposal.row.reference.row,
        proposal.row.name(names.language),
        proposal.code.words(names.language) if proposal.code else names.word("proposal.no_code"),
        _name(proposal, names),
        _parameters(proposal, names),
        _follows(proposal, names),
        _copy(proposal, names),
        *last,
    )


def _edition(proposal: Proposal, names: Names) -> str:
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


def _name(proposal: Proposal, names: Names) -> str:
    if proposal.differing:
        words = names.catalog.names
        differing = [words.attribute(key, names.language) for key in proposal.differing]
        return names.word("proposal.name_differs", attributes=names.word("proposal.and").join(differing))
    alike = "proposal.name_alike" if proposal.alike >= NAME_ALIKE else "proposal.name_unlike"
    return names.word(alike, percent=f"{proposal.alike:.0f}")


def _parameters(proposal: Proposal, names: Names) -> str:
    if not proposal.comparison.checks:
        return names.word("proposal.no_requirement")
    lines = [check.words(names.language) for check in proposal.comparison.checks]
    conditions = [names.word("proposal.condition", condition=words) for words in proposal.comparison.conditions()]
    return "\n".join((*lines, *conditions))


def _follows(proposal: Proposal, names: Names) -> str:
    """What the row means for the tax of the item, should a person agree that it is the row."""
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


def _copy(proposal: Proposal, names: Names) -> str:
    """A row of the relief's own list; or, where figures say so, that the item is better than a not-exempt row."""
    better = proposal.goods_list.role == "not_exempt" and proposal.in_force and proposal.comparison.place == "better"
    words = names.word("proposal.better_than", reference=str(proposal.row.reference)) if better else proposal.copy
    return names.catalog.goods_lists.in_words(words, names.language)
