"""Surveys made in Python stand beside the tests of the statistics."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[2]
sys.path[:0] = [str(TESTS / "survey" / "estimates"), str(TESTS / "survey" / "report")]
