"""Awards for domestic equipment: who receives them, on what, at which rate, capped per what; targets without money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importplan.catalog.bilingual import Bilingual, called
from importplan.catalog.reading import CatalogLine, Reading

AWARDS, FACTS = "subsidies/awards.toml", "subsidies/facts.csv"
BENEFICIARIES = ("maker", "buyer", "verifier", "recognised")
CAPPED_PER = ("", "set", "unit", "batch", "contract", "project", "body", "once")
FACT_COLUMNS = ("region", "document", "date", "fact_zh", "fact_en", "source", "confidence")


@dataclass(frozen=True, slots=True)
class Award(Bilingual):
    """One dated rule. Without a rate it is a sum of up to the cap; without a cap it is the rate alone."""

    key: str
    name_zh: str
    name_en: str
    region: str
    from_day: date
    to_day: date | None
    beneficiary: str
    basis_zh: str
    basis_en: str
    on_price: bool  # the basis is the price, so an amount can be worked out from an offer
    rate: Decimal | None
    rate_is_maximum: bool
    cap_cny: Decimal | None
    cap_per: str
    condition_zh: str
    condition_en: str
    document: str
    source: str
    confidence: str
    cap_firm_year_cny: Decimal | None = None  # over all that one recipient is awarded in a calendar year
    paid_after_days: int | None = None  # from acceptance to the money; None: not on record

    def in_force(self, day: date) -> bool:
        """Whether the rule is in force on a day, as far as its last day is on record."""
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


@dataclass(frozen=True, slots=True)
class PolicyFact:
    """A target or a rule without a sum of money: to be cited, nothing to be worked out from it."""

    region: str
    document: str
    day: date
    fact_zh: str
    fact_en: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Subsidies:
    """All awards by key, and the facts."""

    awards: dict[str, Award]
    facts: tuple[PolicyFact, ...]

    def award(self, words: str) -> Award | None:
        """The award that a key or a name in either language means, None when there is none."""
        return called(words, self.awards.values())


def read(reading: Reading) -> Subsidies:
    """The awards of `subsidies/awards.toml` and the facts of `subsidies/facts.csv`."""
    found = [_award(block) for block in reading.rule(AWARDS).blocks("awards")]
    facts = [
        PolicyFact(
            region=line.text("region", required=True),
            document=line.text("document", required=True),
            day=line.first_day("date"),
            fact_zh=line.text("fact_zh", required=True),
            fact_en=line.text("fact_en", required=True),
            source=line.text("source", required=True),
            confidence=line.confidence(),
        )
        for line in reading.table(FACTS, FACT_COLUMNS)
    ]
    return Subsidies({award.key: award for award in found}, tuple(facts))


def _award(block: CatalogLine) -> Award:
    beneficiary, per = block.text("beneficiary"), block.text("cap_per")
    if beneficiary not in BENEFICIARIES:
        block.wrong("beneficiary", ", ".join(BENEFICIARIES))
    rate, cap = block.number("rate", required=False), block.number("cap_cny", required=False)
    days = block.number("paid_after_days", required=False)
    if rate is None and cap is None:
        block.wrong("cap_cny", "rate or cap_cny")
    if per not in CAPPED_PER or bool(per) != (cap is not None):
        block.wrong("cap_per", ", ".join(CAPPED_PER[1:]))
    return Award(
        key=block.text("key", required=True),
        name_zh=block.text("name_zh", required=True),
        name_en=block.text("name_en", required=True),
        region=block.text("region", required=True),
        from_day=block.first_day("from"),
        to_day=block.day("to", required=False),
        beneficiary=beneficiary,
        basis_zh=block.text("basis_zh", required=True),
        basis_en=block.text("basis_en", required=True),
        on_price=block.flag("on_price"),
        rate=None if rate is None else block.share("rate"),
        rate_is_maximum=block.flag("rate_is_maximum"),
        cap_cny=cap,
        cap_per=per,
        condition_zh=block.text("condition_zh", required=True),
        condition_en=block.text("condition_en", required=True),
        document=block.text("document", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
        cap_firm_year_cny=block.number("cap_firm_year_cny", required=False),
        paid_after_days=None if days is None else int(days),
    )
