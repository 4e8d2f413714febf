"""`catalog show` and `catalog check`: what people and machines are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["catalog", "show", *words, "--json", "--language", "en"]) == ExitCode.DONE
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_all_lists_are_shown_where_nothing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"major_equipment_parts", "domestic_projects_not_exempt"} <= {
        record["reference"] for record in shown(capsys)
    }


def test_an_edition_is_shown_with_its_standing_on_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    (head,) = shown(capsys, "清单二/2021", "--day", "2025-03-01")
    assert (head["valid_from"], head["valid_to"]) == ("2022-01-01", "2025-02-28")
    assert head["standing"] == [
        "edition 2021 ended on 2025-02-28; on that day edition 2025 is in force",
        "the annex of edition 2021 is not in hand",
    ]


def test_a_row_that_is_not_in_hand_is_not_taken_for_one_that_is(capsys: pytest.CaptureFixture[str]) -> None:
    (head,) = shown(capsys, "list", "2/2025/3.2.1")
    assert "row 3.2.1 of edition 2025 is not in hand and cannot be checked" in str(head["standing"])


def test_a_code_is_shown_with_every_row_that_covers_it(capsys: pytest.CaptureFixture[str]) -> None:
    tariff, *rows = shown(capsys, "8457.1010", "--day", "2026-06-01")
    assert (tariff["hs_code"], tariff["mfn"], tariff["provisional"]) == ("84571010", "9.00%", "not on record")
    assert any(row["reference"] == "domestic_projects_not_exempt/2006/十(二)6" for row in rows)


def test_what_is_not_there_and_days_that_are_none_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "show", "清单九"]) == ExitCode.USAGE
    assert "清单九" in capsys.readouterr().err
    assert main(["catalog", "show", "清单二", "--day", "tomorrow"]) == ExitCode.INPUT_ISSUES


def test_faults_between_rows_and_editions_are_all_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Own edition of list 2: an orphan of the second level, a gap in the levels, an expiry before the first day."""
    folder = tmp_path / "goods_lists" / "major_equipment_parts"
    folder.mkdir(parents=True)
    (folder / "2030.toml").write_text(
        'name_zh = "试"\nname_en = "trial"\ndocument = "-"\nvalid_from = 2025-06-01\nrows_in_hand = "complete"\n'
        'source = "made up"\nconfidence = "unverified"\n',
        encoding="utf-8",
    )
    (folder / "2030.csv").write_text(
        "row,section,name_zh,name_en,level,parent,hs_codes,requirement,sales_requirement,quantity,expires,document,"
        "source,confidence,notes\n"
        "1,,整机,,0,,8457,,,,,,,unverified,\n"
        "2,,丝杠,,2,9,8483,,,,,,,unverified,\n"
        "3,,滚珠,,3,1,8482,,,,2025-05-31,,,unverified,\n",
        encoding="utf-8",
    )
    assert main(["catalog", "check", str(tmp_path), "--json"]) == ExitCode.INPUT_ISSUES
    found = [(issue["code"], issue["cell"]) for issue in json.loads(capsys.readouterr().out)]
    assert ("editions-overlap", "") in found
    assert ("row-parent-unknown", "3") in found
    assert {("row-level-gap", "4"), ("row-expires-before-edition", "4")} <= set(found)
