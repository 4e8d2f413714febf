"""What the permits of the import side still leave open: unknown names, and days that are shorter than the rule."""

from __future__ import annotations

from importplan.basics.labels import Language, text
from importplan.catalog.load import Catalog
from importplan.catalog.rules.permits import USED_MACHINERY
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.quote import is_imported
from importplan.scenario.scenario import Scenario

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def note_permits(scenario: Scenario, catalog: Catalog, problems: Problems) -> None:
    """Note them for every item that is imported."""
    _note_used_goods(scenario, catalog, problems)
    imported = {offer.item for offer in scenario.offers if is_imported(offer)}
    for item in scenario.items:
        if item.item not in imported:
            continue
        for words in item.import_permits:
            permit, place = catalog.permits.find(words), item.cell("import_permits")
            if permit is None:
                known = "、".join(kind.name_zh for kind in catalog.permits.kinds)
                known_en = ", ".join(kind.name_en for kind in catalog.permits.kinds)
                problems.note("permit-unknown", place, item=item.item, permit=words, known=known, known_en=known_en)
            elif permit.calendar_days is not None and item.permit_days < permit.calendar_days:
                names = {"permit_zh": permit.name_zh, "permit_en": permit.name_en}
                days = {"days": permit.calendar_days, "given": f"{item.permit_days:g}"}
                problems.note("permit-days-short", item.cell("permit_days"), item=item.item, **names, **days)


def _note_used_goods(scenario: Scenario, catalog: Catalog, problems: Problems) -> None:
    """Used and refurbished machines may need a licence and an inspection before shipment, or be barred from import."""
    permit = catalog.permits.find(USED_MACHINERY)
    for offer in scenario.offers:
        item = scenario.item_of(offer)
        named = permit is not None and any(catalog.permits.find(words) == permit for words in item.import_permits)
        if permit is not None and not named and offer.condition != "new" and is_imported(offer):
            names = {"permit_zh": permit.name_zh, "permit_en": permit.name_en}
            sure = {f"sure_{each}": text(f"confidence.{permit.confidence}", each) for each in LANGUAGES}
            about = {"offer": offer.offer, "item": item.item, "document": permit.document}
            problems.note("permit-used-machinery", offer.cell("condition"), **about, **names, **sure)
