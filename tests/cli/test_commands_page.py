"""docs/commands.md is generated from the commands and is current."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HEAD = (
    "# Commands · 命令\n\nGenerated from the commands themselves by `python tests/cli/test_commands_page.py`; "
    "a test fails when it is not current.\n\n"
)


def generated() -> str:
    """The page as it should be: Chinese, then English."""
    halves = []
    for language in ("zh", "en"):
        done = subprocess.run(
            [sys.executable, "-m", "importplan.cli.reference"],
            env=os.environ | {"IMPORTPLAN_LANGUAGE": language, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        halves.append(done.stdout)
    return HEAD + "\n".join(halves)


def test_the_page_of_commands_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == generated()


if __name__ == "__main__":
    PAGE.write_text(generated(), encoding="utf-8")
