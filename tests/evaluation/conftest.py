"""The cases of the model's tests are also those of the ledger's."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "model"))
