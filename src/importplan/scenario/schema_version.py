"""The version of the workbook format: a newer one is refused, an older one is read by today's rules and told.

What a version changed stands in the words table under `issue.schema-older`. No sheet and no column has changed its name
since the first one, so that nothing has to be moved; what a cell means is what today's page of the workbook says.
"""

from __future__ import annotations

from collections.abc import Iterator

from importplan import __version__
from importplan.basics.issues import Issue
from importplan.scenario.schema.settings import CURRENT, Settings


def newer(settings: Settings) -> Iterator[Issue]:
    """The error of a workbook that a later product has made: what it says may not be understood here."""
    if settings.schema > CURRENT:
        values = {"schema": settings.schema, "known": CURRENT, "version": __version__}
        yield Issue.error("schema-newer", settings.cell("schema"), **values)


def older(settings: Settings) -> Iterator[Issue]:
    """The warning on a workbook of an earlier version; one that names none is of this one."""
    if settings.schema < CURRENT:
        yield Issue.warning("schema-older", settings.cell("schema"), schema=settings.schema, known=CURRENT)
