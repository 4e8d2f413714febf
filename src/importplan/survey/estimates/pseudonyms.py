"""Names for firms that only the holder of a secret can tie to them: keyed hashes (HMAC, RFC 2104, with SHA-256).

A hash without a key would be of no use: anybody could hash the few thousand names of the register and compare.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from importplan.survey.returns.frame import plain_name
from importplan.survey.returns.survey import SurveyedFirm

LENGTH = 10  # signs of 5 bits
MARK = "Q-"


def mark_of(firm: SurveyedFirm) -> str:
    """What ties a firm of one release to that of another: its credit code, its name where it has none."""
    return firm.credit_code.strip().upper() or plain_name(firm.name)


def pseudonym(firm: SurveyedFirm, secret: bytes) -> str:
    """The pseudonym of a firm: of its credit code, of its name where it has none."""
    digest = hmac.new(secret, mark_of(firm).encode(), hashlib.sha256).digest()
    return MARK + base64.b32encode(digest).decode()[:LENGTH]


def pseudonyms(firms: Iterable[SurveyedFirm], secret: bytes) -> dict[str, str]:
    """Id of a firm → its pseudonym.

    Raises
    ------
    ValueError
        Where two firms come to the same one: once in 10¹⁵ pairs.
    """
    found = {firm.firm: pseudonym(firm, secret) for firm in firms}
    if len(set(found.values())) < len(found):
        raise ValueError("two firms have the same pseudonym")
    return found
