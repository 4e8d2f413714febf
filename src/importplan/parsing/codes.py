"""Codes with a fixed number of signs: tariff code, customs registration code. A lost zero is never made up."""

from __future__ import annotations

import re

from importplan.parsing.said import NotRead, Said, Written

HS_LENGTHS = (8, 10)
CUSTOMS_CODE = re.compile(r"[0-9A-Z]{10}")


def hs_code(written: Written) -> Said:
    """8 or 10 digits. A number of 7 or 9 digits has lost a zero, which is proposed and not taken. Raises NotRead."""
    code = re.sub(r"[.\-]", "", written.plain)
    if not (code.isascii() and code.isdigit()) or len(code) not in HS_LENGTHS:
        if code.isdigit() and len(code) + 1 in HS_LENGTHS and written.cell.number is not None:
            raise NotRead("hs-code-lost-zero", f"0{code}", digits=f"0{code}")
        raise NotRead("hs-code-digits")
    return written.code(code)


def customs_code(written: Written) -> Said:
    """Ten characters. Raises NotRead."""
    code = written.plain.replace("-", "").upper()
    if not CUSTOMS_CODE.fullmatch(code):
        raise NotRead("customs-code-length")
    return written.code(code)
