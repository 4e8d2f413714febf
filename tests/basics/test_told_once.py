"""What is said of many cells alike is said once, with the cells."""

from __future__ import annotations

from importplan.basics.issues import NAMED, Issue, Place, told_once


def at(cell: str) -> Place:
    return Place("case.xlsx", "demand", cell)


def test_the_same_of_several_cells_is_told_at_the_first() -> None:
    july, may = {"need": "2027Q3", "also": ""}, {"need": "2027Q2", "also": ""}
    issues = [Issue.warning("longer", at(cell), **said) for cell, said in (("D2", july), ("D3", may), ("D4", july))]
    first, second = told_once(issues)
    assert (str(first.at), first.values["need"], first.values["also"]) == ("case.xlsx: demand!D2", "2027Q3", " [D4]")
    assert (str(second.at), second.values["also"]) == ("case.xlsx: demand!D3", "")


def test_many_cells_are_not_all_named_and_other_issues_stay() -> None:
    alike = [Issue.warning("longer", at(f"D{row}"), also="") for row in range(2, 40)]
    plain = [Issue.error("blank", at("D1")), Issue.error("blank", at("D1"))]
    first, *rest = told_once([*alike, *plain])
    assert str(first.values["also"]).count("D") == NAMED
    assert str(first.values["also"]).endswith(", …]")
    assert rest == plain
