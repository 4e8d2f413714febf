"""What the permits of the import side still leave open: unknown names, and days that are shorter than the rule."""

from __future__ import annotations

from importplan.catalog.load import Catalog
from importplan.customs.cost.problems import Problems
from importplan.customs.cost.quote import is_imported
from importplan.scenario.scenario import Scenario


def note_permits(scenario: Scenario, catalog: Catalog, problems: Problems) -> None:
    """Note them for every item that is imported."""
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
