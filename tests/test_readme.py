"""The README prints exactly two set-up commands, and every importplan command in it exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from importplan.cli.main import COMMANDS, load, split

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command_lines() -> list[str]:
    blocks = re.findall(r"```bash\n(.*?)```", README, flags=re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_there_are_exactly_two_set_up_commands() -> None:
    setup = [line for line in command_lines() if "pip install" in line]
    assert len(setup) == 2
    assert all(line.startswith("python3 -m venv") for line in setup)


def test_the_set_up_for_powershell_is_the_same_in_its_words() -> None:
    (setup,) = re.findall(r"```powershell\n(.*?)\n```", README, flags=re.DOTALL)
    steps = [step.replace("\\", "/").replace("Scripts", "bin") for step in setup.split("; ")]
    first = next(line for line in command_lines() if "pip install" in line)
    plain = first.replace("python3 -m venv", "py -m venv").replace(".venv/bin/pip", ".venv/bin/python -m pip")
    assert steps == plain.split(" && ")


def test_every_command_and_option_in_the_readme_exists() -> None:
    lines = [line for line in command_lines() if line.startswith("importplan ")]
    assert len(lines) >= 8
    for line in lines:
        name, words = split(shlex.split(line.split(">")[0])[1:])
        assert name in COMMANDS
        options = {spelling for parameter in load(name).params for spelling in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_files_that_the_readme_names_are_there() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in link:
            assert (ROOT / link).exists(), link
