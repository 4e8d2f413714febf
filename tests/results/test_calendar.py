"""The action calendar: days are those of the orders, every step names its document, the file reads back."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from relieved_case import relieved
from result_fixtures import names_of, planned

from importplan.basics.labels import known
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.documents import calendar_file
from importplan.pipeline.plan import write_calendar
from importplan.results.sheets.calendar import calendar, calendar_table, mark, today
from importplan.results.views.contract_taxes import contracts
from importplan.results.views.order_lines import order_lines
from importplan.results.views.steps.step import ROLES, Step
from importplan.results.views.supervised import lots

WRITTEN = datetime(2026, 11, 24, tzinfo=UTC)


def steps(kind: str) -> list[Step]:
    return [step for step in calendar(relieved(), names_of(relieved())) if step.kind == kind]


def test_planned_orders_have_their_own_days() -> None:
    lines = order_lines(relieved())
    for kind, days in (
        ("sign", [line.dates.order_by for line in lines]),
        ("licence", [line.dates.licence_by for line in lines if line.dates.licence_by]),
    ):
        planned_steps = [step.day for step in steps(kind) if step.basis == "schedule"]
        assert Counter(planned_steps) == Counter(days)
    for kind, attribute in (("ship", "ship"), ("install", "usable"), ("accept", "accepted"), ("release", "released")):
        days = Counter(getattr(line.dates, attribute) for line in lines)
        assert days <= Counter(step.day for step in steps(kind))


def test_a_signed_order_has_only_what_is_still_to_come() -> None:
    """PO-2 is licensed and due on 2027-02-10; nothing is signed or licensed again."""
    about = [step for step in calendar(relieved(), names_of(relieved())) if "2026-CT-9" in step.about]
    kinds = {step.kind for step in about}
    assert not kinds & {"sign", "start", "licence", "apply_licence", "guarantee", "open_credit"}
    assert {"ship", "arrive", "declare", "apply_relief", "release", "install", "accept"} <= kinds
    assert next(step.day for step in about if step.kind == "arrive") == date(2027, 2, 10)
    # Fourteen days after the arrival; ten working days before Wednesday 2027-02-10, the law frees the 5th and 8th on
    assert next(step.day for step in about if step.kind == "declare") == date(2027, 2, 24)
    applied = next(step for step in about if step.kind == "apply_relief")
    assert applied.day == date(2027, 1, 22) and "2027" in applied.doubt


def test_relief_is_applied_for_after_the_contract_and_before_the_declaration() -> None:
    """Contract and invoice are attachments of the application: relief is never certain on the day of the order."""
    lines = {line.dates.order_by for line in order_lines(relieved())}
    assert lines
    for step in steps("apply_relief"):
        arrive = next(other.day for other in steps("arrive") if other.about == step.about)
        signed = [other.day for other in steps("sign") if other.about == step.about]
        assert all(day <= step.day for day in signed)
        assert step.day <= arrive or step.doubt
    assert steps("tax_guarantee") and all(step.basis == "unverified" for step in steps("tax_guarantee"))


def test_a_round_that_is_not_on_record_is_said_to_be_assumed() -> None:
    """The relief that is only planned is applied for in the next round, by a day that nobody has seen announced."""
    found = steps("apply_round")
    assert [step.day for step in found] == [date(2027, 8, 31)]
    assert found[0].basis == "unverified" and "2027" in found[0].doubt


def test_reports_stand_once_a_year_and_ends_once_a_lot() -> None:
    result = relieved()
    years = {day.year for lot in lots(result) for day in lot.reports(result)}
    assert {step.day for step in steps("supervision_report")} == {date(year, 6, 30) for year in years}
    assert Counter(step.day for step in steps("supervision_end")) == Counter(lot.end for lot in lots(result) if lot.end)


def test_payments_add_up_to_the_price() -> None:
    for line in order_lines(relieved()):
        offer = line.offer
        shares = offer.deposit_share, offer.shipment_share, offer.retention_share
        assert sum(shares) <= 1.0
    number = next(n for n, line in enumerate(order_lines(planned()), start=1) if line.offer.offer == "G-KAPP")
    found = [step for step in calendar(planned(), names_of(planned())) if step.about == f"本方案订单 {number}"]
    assert {step.kind for step in found if step.kind.startswith("pay_")} == {
        "pay_deposit",
        "pay_shipment",
        "pay_acceptance",
        "pay_retention",
        "pay_tax",
    }


def test_overdue_steps_are_marked_and_nothing_else() -> None:
    result, names = relieved(), names_of(relieved())
    for step in calendar(result, names):
        assert ("已过期" in mark(names, step, today(result))) == (step.day < date(2026, 11, 20))
    marks = calendar_table(result, names).shown(names).cells("step_mark")
    assert any("已过期" in str(words) for words in marks)  # the report of June 2026


def test_steps_are_sorted_and_every_one_leaves_a_document() -> None:
    table = calendar_table(relieved(), names_of(relieved()))
    days = table.values("step_day")
    assert list(days) == sorted(days)
    for step in calendar(relieved(), names_of(relieved())):
        assert known(f"result.leaves.{step.kind}") and known(f"result.action.{step.kind}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_reads_back(language: str) -> None:
    result = planned(language)  # type: ignore[arg-type]
    found = Calendar.from_ical(calendar_file.content(result, WRITTEN))
    events = list(found.walk("VEVENT"))
    wanted = [step for step in calendar(result, names_of(result)) if step.is_act]
    assert [event.decoded("dtstart") for event in events] == [step.day for step in wanted]
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in events)
    assert all(step.words in str(event["summary"]) for event, step in zip(events, wanted, strict=True))
    assert str(found["x-wr-calname"]).startswith("=压缩机")
    identities = [str(event["uid"]) for event in events]
    assert len(set(identities)) == len(identities)


def test_a_role_has_what_it_must_act_on_and_nothing_that_happens_by_itself() -> None:
    result = relieved()
    whole = Calendar.from_ical(calendar_file.content(result, WRITTEN))
    identities = Counter(str(event["uid"]) for event in whole.walk("VEVENT"))
    of_roles: Counter[str] = Counter()
    for role in ROLES:
        found = Calendar.from_ical(calendar_file.content(result, WRITTEN, role=role))
        events = list(found.walk("VEVENT"))
        wanted = [step for step in calendar(result, names_of(result)) if step.role == role and step.is_act]
        assert [event.decoded("dtstart") for event in events] == [step.day for step in wanted]
        of_roles.update(str(event["uid"]) for event in events)
    assert of_roles == identities
    said = {step.kind for step in calendar(result, names_of(result)) if not step.is_act}
    assert {"arrive", "release", "supervision_end"} <= said


def test_taxes_are_paid_within_fifteen_days_with_the_fee_of_a_day() -> None:
    """A signed machine: 12,000,000 at 9 % would be 1,080,000; relieved of duty, VAT at 13 % is 1,560,000."""
    (step,) = [step for step in steps("pay_tax") if "2026-CT-9" in step.about]
    assert step.role == "finance" and "1,560,000.00" in step.words and "780.00" in step.words
    assert step.day == date(2027, 2, 25)  # fifteen days after 2027-02-10, a Thursday
    assert "2027" in step.doubt  # the notice on the holidays of 2027 is not in the library of today
    imported = [contract for contract in contracts(relieved()) if contract.is_open and contract.tax_cny]
    assert len(steps("pay_tax")) == len(imported)


def test_a_step_keeps_its_identity_when_it_is_written_again() -> None:
    first, second = (calendar_file.content(relieved(), WRITTEN + timedelta(days=n)) for n in (0, 5))
    read = [[str(event["uid"]) for event in Calendar.from_ical(words).walk("VEVENT")] for words in (first, second)]
    assert read[0] == read[1]


def test_lines_are_of_75_octets_and_fold_between_characters() -> None:
    """RFC 5545, 3.1 and 3.3.11: Chinese takes three octets a character; commas and semicolons are escaped."""
    lines = calendar_file.content(relieved(), WRITTEN).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert any(line.startswith(b" ") for line in lines)
    assert {line for line in lines if line.startswith(b"DTSTART")} == {
        line for line in lines if line.startswith(b"DTSTART;VALUE=DATE:")
    }


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    write_calendar(relieved(), path)
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.ics"]


def test_a_role_without_a_calendar_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "case.xlsx", "--role", "customs"]) == ExitCode.USAGE
    assert "--calendar" in capsys.readouterr().err
