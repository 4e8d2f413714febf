"""Names for items, countries and categories of a survey, in the language of the report."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.basics.labels import Language, known, reworded, text
from importplan.basics.money import WAN
from importplan.catalog.references.cities import Cities
from importplan.catalog.references.countries import Countries
from importplan.survey.questions import choice_key
from importplan.survey.returns.survey import Survey

SUMMARY_UNIT: dict[Language, int] = {"zh": WAN, "en": 1_000}  # 万元; thousand CNY


@dataclass(frozen=True)
class SurveyNames:
    """Looks up words and names; an id without a name stands for itself."""

    survey: Survey
    countries: Countries
    cities: Cities
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Words of the labels table."""
        return text(key, self.language, **values)

    def item(self, item: str) -> str:
        """The name of an item."""
        listed = self.survey.items.get(item)
        if listed is None:
            return item
        first, second = (listed.name_zh, listed.name_en) if self.language == "zh" else (listed.name_en, listed.name_zh)
        return first or second or item

    def unit(self, item: str) -> str:
        """The unit an item is counted in."""
        listed = self.survey.items.get(item)
        unit = listed.unit if listed is not None else ""
        keys = (f"survey.choice.unit.{unit}", f"result.unit.{unit}")
        return next((self.word(key) for key in keys if known(key)), unit)

    def country(self, code: str) -> str:
        """The name of a country or territory."""
        return self.countries.name(code, self.language)

    def city(self, words: str) -> str:
        """A city of firms; one that is not on record as it was written."""
        return self.cities.name(words, self.language)

    def industry(self, words: str) -> str:
        """An industry of firms; one that the questionnaire does not offer as it was written."""
        return reworded("survey.industry.", words, self.language)

    def choice(self, question: str, value: str) -> str:
        """A value of a question in words."""
        key = choice_key(question, value)
        return self.word(key) if known(key) else value

    def size(self, key: str) -> str:
        """A size class of firms."""
        return self.word(f"survey.size.{key}") if known(f"survey.size.{key}") else key

    def in_summary_unit(self, amount_cny: float) -> float:
        """CNY in the unit of summaries."""
        return amount_cny / SUMMARY_UNIT[self.language]

    def joined(self, words: tuple[str, ...]) -> str:
        """Words as a list in a sentence."""
        return self.word("survey.join").join(words)
