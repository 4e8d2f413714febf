"""The published instances are told where their tests are."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "published"))
