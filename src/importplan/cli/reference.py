"""The command reference in the language of the shell: `python -m importplan.cli.reference`.

`docs/commands.md` holds it in Chinese and in English; a test says when it is not current. The layout is our own: a new
release of Typer does not change the page.
"""

from __future__ import annotations

from typing import Any

from importplan.cli.language import say
from importplan.cli.main import COMMANDS, general_help, load, word


def reference() -> str:
    """General help, then every command with its arguments, options and example, as Markdown."""
    parts = [f"## {say('cli.reference')}", "", "```text", general_help(), "```"]
    for name in COMMANDS:
        parts += ["", *of_command(name)]
    return "\n".join(parts)


def of_command(name: str) -> list[str]:
    """The lines on one command."""
    parameters: list[Any] = load(name).params
    rows = [f"| `{spelling(parameter)}` | {getattr(parameter, 'help', '') or ''} |" for parameter in parameters]
    return [
        f"### importplan {name}",
        "",
        word(name, "help"),
        "",
        f"| {say('cli.reference.option')} | {say('cli.reference.meaning')} |",
        "| --- | --- |",
        *rows,
        "",
        f"{say('cli.example')}: `{word(name, 'example')}`",
    ]


def spelling(parameter: Any) -> str:
    """How an argument or option is written on the command line."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).upper()
    return ", ".join(parameter.opts)


if __name__ == "__main__":
    print(reference())
