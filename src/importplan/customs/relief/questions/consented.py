"""Does the word of a person hold: who, when, on which paper? A basis that denies, asks or names other ground bars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importplan.basics.labels import text
from importplan.catalog.lists.goods_lists import Edition
from importplan.catalog.rules.regimes import Regime
from importplan.catalog.rules.relief_words import NoticeNumber, comparable, days_until, notice_numbers
from importplan.customs.relief.claim import LANGUAGES, Claim, Finding
from importplan.customs.relief.confirmation import references_in
from importplan.customs.relief.consent import COLUMNS

_EDITION = re.compile(
    r"((?:19|20)\d\d)\s*年?\s*(?:版|修订|修改|调整|目录|edition|revision)|(?:edition|revision)\s+(?:of\s+)?((?:19|20)\d\d)"
)
# 清单三, 目录3, 附件 2, list 1; not the list of a project (项目清单3, equipment list 3) nor a longer number (清单12).
_LIST_NUMBER = re.compile(
    r"(?:(?<![目备物品件料税口])(?:清单|目录)|附件|附录"
    r"|(?<!equipment )(?<!project )(?<!goods )\b(?:list|catalog|catalogue|annex))"
    r"\s*(?:([123])(?!\d)|([一二三])(?![一二三四五六七八九十百]))"
)
_ORDINAL_LIST = re.compile(r"第\s*([一二三123])\s*(?:张|份|个|号)?\s*(?:清单|目录)")
# 产业结构调整指导目录（2024年本）, 鼓励外商投资产业目录（2022年版）: what projects are approved by.
_GUIDANCE = re.compile(
    r"[^，。；;、]{0,12}产业[^，。；;、]{0,12}?目录\s*[（(]?\s*(?:(?:19|20)\d\d\s*年?\s*(?:版|本|修订)?)?\s*[）)]?"
)
NUMERALS = "一二三四五六七八九十"
_NOT_EXEMPT = "不予免税"
_NUMERAL = {"1": "一", "2": "二", "3": "三"}


def ask(claim: Claim) -> Iterator[Finding]:
    """Nothing where nobody has consented; else all that is wrong with the consent."""
    consent, words = claim.consent, claim.catalog.relief_words
    if consent.is_blank:
        return
    said: dict[str, object] = {
        "by": consent.confirmed_by or "-",
        "on": consent.confirmed_on or "-",
        "basis": consent.confirmed_basis or "-",
    }
    if consent.missing:
        yield claim.bars("relief-consent-incomplete", **_columns("missing", consent.missing), **said)
    if consent.stands == "all_items":
        yield claim.bars("relief-consent-all-items", **said)
    elif consent.claims > 1:
        yield claim.bars("relief-consent-shared", claims=consent.claims, **said)
    yield from _person(claim, said)
    yield from _basis(claim, said)
    example = next((word for name in COLUMNS if (word := words.says("example", str(getattr(consent, name) or "")))), "")
    if example and not consent.in_example:
        yield claim.bars("relief-consent-example", word=example, **said)
    elif example:
        yield claim.doubt("relief-consent-shown", **said)
    yield from _before_its_ground(claim, said)
    if consent.confirmed_on is not None and consent.confirmed_on > claim.first:
        yield claim.bars("relief-consent-late", first=claim.first, **said)


def _columns(name: str, columns: tuple[str, ...]) -> dict[str, str]:
    keys = [f"column.qualifications.{column}" for column in columns]
    joined = {"zh": "、", "en": ", "}
    return {f"{name}_{language}": joined[language].join(text(key, language) for key in keys) for language in LANGUAGES}


def _person(claim: Claim, said: dict[str, object]) -> Iterator[Finding]:
    name, words = claim.consent.confirmed_by, claim.catalog.relief_words
    if not name or words.says("example", name):
        return
    if not words.is_person(name):
        yield claim.bars("relief-consent-nobody", **said)


def _basis(claim: Claim, said: dict[str, object]) -> Iterator[Finding]:
    basis, words = claim.consent.confirmed_basis, claim.catalog.relief_words
    if not basis:
        return
    others = tuple(_other_lists(claim, basis))
    if others:
        yield claim.bars("relief-consent-other-list", other="; ".join(dict.fromkeys(others)), **said)
    repealed = dict.fromkeys(_repealed(claim, basis))
    for document, now in repealed:
        yield claim.bars("relief-consent-repealed", document=document, now=now, **said)
    yield from _words(claim, _without_lists(claim, basis), said)
    yield from _other_machines(claim, basis, said)
    numbered = any(sign.isdigit() or sign in NUMERALS for sign in basis)
    if not words.says("paper", basis) or not (numbered or words.says("kept", basis)):
        yield claim.bars("relief-consent-no-paper", **said)
    elif not numbered:
        yield claim.doubt("relief-consent-vague", **said)


def _words(claim: Claim, basis: str, said: dict[str, object]) -> Iterator[Finding]:
    """What a basis says of itself: it denies, it asks, it speaks of others' use, it has run out."""
    words = claim.catalog.relief_words
    for kind in ("denies", "asks", "elsewhere"):
        if word := words.says(kind, basis):
            yield claim.bars(f"relief-consent-{kind}", word=word, **said)
    for day in days_until(basis):
        if day < claim.last:
            yield claim.bars("relief-consent-over", day=day, last=claim.last, **said)


def _other_machines(claim: Claim, basis: str, said: dict[str, object]) -> Iterator[Finding]:
    """A basis that names machines of another heading alone speaks of other goods."""
    words, item = claim.catalog.relief_words, claim.item
    own = words.machine_heading(item.hs_code)
    if own is None:
        return
    mine = {*own.machines, *(name for entry in words.headings for name in entry.machines if name in item.name_zh)}
    named = {name for entry in words.headings for name in entry.machines if name in basis}
    if named and named.isdisjoint(mine):
        yield claim.bars("relief-consent-other-goods", goods="、".join(sorted(named)), **said)


def _before_its_ground(claim: Claim, said: dict[str, object]) -> Iterator[Finding]:
    """A consent that is older than the edition of the list, or than the rule, that it rests on."""
    consent, regime = claim.consent, claim.regime
    if consent.confirmed_on is None:
        return
    entry = claim.catalog.goods_lists.by_key.get(regime.goods_list)
    edition = entry.on(claim.first, claim.row.project_approved_on) if entry is not None else None
    version = regime.on(claim.first)
    begun = edition.valid_from if edition is not None else version.from_day if version is not None else None
    if begun is not None and consent.confirmed_on < begun:
        yield claim.bars("relief-consent-early", begun=begun, **said)


def _other_lists(claim: Claim, basis: str) -> Iterator[str]:
    """The lists that a basis names beside the one of the relief."""
    lists, own, plain = claim.catalog.goods_lists, claim.regime.goods_list, comparable(basis)
    for reference in references_in(basis, lists):
        if reference.list_key != own:
            yield str(reference)
    for entry in lists.by_key.values():
        names = (
            entry.key,
            entry.name_zh,
            entry.name_en,
            *(word for word in entry.also if not _LIST_NUMBER.search(word)),
        )
        if entry.key != own and any(comparable(name) in plain for name in names):
            yield entry.name_zh
    numbers = {_NUMERAL.get(digit, word) for digit, word in _LIST_NUMBER.findall(plain)}
    numbers |= {_NUMERAL.get(number, number) for number in _ORDINAL_LIST.findall(plain)}
    for number in sorted(numbers):
        named = lists.find(f"清单{number}")
        if named is not None and named.key != own and (own or f"附件{number}" not in plain):
            yield f"清单{number}"
    if _NOT_EXEMPT in plain or "not exempt" in plain:
        yield _NOT_EXEMPT
    for other in claim.catalog.regimes.values():
        if other.key != claim.regime.key and _is_named(claim, other, basis):
            yield other.name_zh


def _is_named(claim: Claim, other: Regime, basis: str) -> bool:
    """Whether a basis cites a notice of another relief and none of this one."""
    cited = notice_numbers(basis)
    mine = [number for version in claim.regime.versions for number in notice_numbers(version.document)]
    theirs = [number for version in other.versions for number in notice_numbers(version.document)]
    return any(_among(number, theirs) and not _among(number, mine) for number in cited)


def _among(number: NoticeNumber, known: list[NoticeNumber]) -> bool:
    return any(number.is_same(other) for other in known)


def _repealed(claim: Claim, basis: str) -> Iterator[tuple[str, str]]:
    """Notices and editions that a basis rests on and that do not hold on the arrival day, with what does."""
    cited = notice_numbers(basis)
    holding = [number for edition in _in_force(claim) for number in notice_numbers(edition.document)]
    for notice in claim.catalog.relief_words.repealed:
        if notice.until < claim.last and any(_among(number, list(notice.numbers)) for number in cited):
            yield notice.document, notice.replaced_by
    known = {notice.document for notice in claim.catalog.relief_words.repealed}
    for entry in claim.catalog.goods_lists.by_key.values():
        now = entry.on(claim.last, claim.row.project_approved_on)
        for edition in entry.editions:
            numbers = [number for number in notice_numbers(edition.document) if not _among(number, holding)]
            if (
                edition is not now
                and any(_among(number, numbers) for number in cited)
                and edition.document not in known
            ):
                yield edition.document, now.document if now else "-"
    yield from _former_editions(claim, basis)


def _former_editions(claim: Claim, basis: str) -> Iterator[tuple[str, str]]:
    """Years that a basis calls an edition and that are not the one in force.

    Of a relief with a list of its own, every other year. Of one without, the years of former editions of the lists that
    its goods must not stand on; guidance catalogues of industries have years of their own, which are none of them.
    """
    lists, own = claim.catalog.goods_lists.by_key, claim.regime.goods_list
    bound = [lists[key] for key in ((own,) if own else claim.regime.not_exempt_lists) if key in lists]
    now = [edition for entry in bound if (edition := entry.on(claim.last, claim.row.project_approved_on)) is not None]
    if not now:
        return
    former = {edition.key for entry in bound for edition in entry.editions} - {edition.key for edition in now}
    for match in _EDITION.finditer(_GUIDANCE.sub(" ", comparable(basis))):
        year = match[1] or match[2]
        if year in former or (own and year != now[0].key):
            yield match[0], now[0].name_zh


def _in_force(claim: Claim) -> Iterator[Edition]:
    for entry in claim.catalog.goods_lists.by_key.values():
        if (edition := entry.on(claim.last, claim.row.project_approved_on)) is not None:
            yield edition


def _without_lists(claim: Claim, basis: str) -> str:
    """The basis without the names of lists, some of which hold 不."""
    plain = comparable(basis)
    for entry in claim.catalog.goods_lists.by_key.values():
        for name in (entry.name_zh, entry.name_en, *entry.also):
            plain = plain.replace(comparable(name), " ")
    return plain
