"""The command line: finds the command, loads its module, runs it, and turns how it ended into an exit code.

A command is a function of this room (its Typer signature); its words stand in the labels table under
`cli.<command>.short`, `.help` and `.example`, with a dot between the words of a command of a group, as in
`cli.catalog.show.help`. A module is loaded only when its command is called, so that `importplan --help` does not pay
for the solver.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import typer
import typer.core

from importplan import __version__
from importplan.basics.errors import ImportplanError, InputRejected, OutputIsInput, RuleUnknown
from importplan.basics.files import WINDOWS
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.show_issues import show_issues
from importplan.cli.spelling import FOR_PEOPLE, FOR_PROGRAMS, TOLD, left_out, spell
from importplan.cli.usage import UsageError, usage_words
from importplan.parsing.words import nearest

# A command of one word, or of a group and one word or two: module and function.
COMMANDS: dict[str, str] = {
    "new": "importplan.cli.new:new",
    "check": "importplan.cli.check:check",
    "duty": "importplan.cli.duty:duty",
    "declare": "importplan.cli.declare:declare",
    "assess": "importplan.cli.assess:assess",
    "allocate": "importplan.cli.allocate:allocate",
    "plan": "importplan.cli.plan:plan",
    "verify": "importplan.cli.verify:verify",
    "compare": "importplan.cli.compare:compare",
    "batch": "importplan.cli.batch:batch",
    "stability": "importplan.cli.stability:stability",
    "doubts": "importplan.cli.doubts:doubts",
    "export": "importplan.cli.export:export",
    "schema": "importplan.cli.schema:schema",
    "demo": "importplan.cli.demo:demo",
    "catalog search": "importplan.cli.catalog.search:search",
    "catalog show": "importplan.cli.catalog.show:show",
    "catalog check": "importplan.cli.catalog.check:check",
    "catalog diff": "importplan.cli.catalog.diff:diff",
    "catalog import": "importplan.cli.catalog.import_annex:import_annex",
    "catalog import tariff": "importplan.cli.catalog.import_tariff:import_tariff",
    "catalog radar": "importplan.cli.catalog.radar:radar",
    "survey template": "importplan.cli.survey.template:template",
    "survey collect": "importplan.cli.survey.collect:collect",
    "survey report": "importplan.cli.survey.report:report",
    "survey share": "importplan.cli.survey.share:share",
}
INTERRUPTED = 130  # what Typer returns after Ctrl-C: 128 and the number of the signal
HELP_WORDS = ("--help", "-h", "help")
HELP_PARTS = {
    "Usage: ": "cli.help.usage",
    "Arguments:": "cli.help.arguments",
    "Options:": "cli.help.options",
    "[OPTIONS]": "cli.help.any_options",
    "[required]": "cli.help.required",
    "<path>": "cli.help.path",
    "<int range>": "cli.help.whole",
    "<float range>": "cli.help.number",
    "<list[str]>": "cli.help.texts",
}


def run() -> None:
    """The entry point `importplan`."""
    spell(sys.stdout, FOR_PROGRAMS if "--json" in sys.argv else FOR_PEOPLE)
    spell(sys.stderr, TOLD)
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        if left_out():
            print(say("cli.signs_left_out"), file=sys.stderr)
    except OSError as fault:
        if not reader_left(fault):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.DONE
    sys.exit(code)


def reader_left(fault: OSError) -> bool:
    """Whether whoever read what is printed has read enough; Windows calls it an invalid argument."""
    return isinstance(fault, BrokenPipeError) or (WINDOWS and fault.errno == errno.EINVAL and fault.filename is None)


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing is printed twice and no traceback without `--debug`."""
    try:
        return dispatch(list(arguments))
    except SystemExit as stop:  # Typer has printed what it had to say
        return stop.code if isinstance(stop.code, int) else ExitCode.USAGE
    except InputRejected as fault:
        show_issues(fault.issues, spoken())
        return ExitCode.INPUT_ISSUES
    except OutputIsInput as fault:
        print(say("cli.output_is_input", path=fault.path, free=fault.free), file=sys.stderr)
        return ExitCode.USAGE
    except KeyboardInterrupt:
        print(say("cli.interrupted"), file=sys.stderr)
        return ExitCode.STOPPED_WITHOUT_PLAN
    except OSError as fault:  # a full disk, a folder that is closed to us
        if reader_left(fault):
            raise
        if "--debug" in arguments:
            traceback.print_exception(fault)
        print(say("cli.no_access", path=fault.filename or "", fault=fault.strerror or fault), file=sys.stderr)
        return ExitCode.INTERNAL
    except Exception as fault:
        return report_failure(fault, debug="--debug" in arguments)


def dispatch(arguments: list[str]) -> int:
    """Print the general help or version, or run the command that the first word names."""
    if not arguments or arguments[0] in HELP_WORDS:
        print(general_help())
        return ExitCode.DONE
    if arguments[0] == "--version":
        print(f"importplan {__version__}")
        return ExitCode.DONE
    if of_group(arguments[0]) and (len(arguments) == 1 or arguments[1] in HELP_WORDS):
        print(group_help(arguments[0]))
        return ExitCode.DONE
    name, rest = split(arguments)
    if name not in COMMANDS:
        print(unknown_command(name), file=sys.stderr)
        return ExitCode.USAGE
    # `--debug` belongs to every command and is read in `main`.
    return call(name, [word for word in rest if word != "--debug"])


def call(name: str, words: list[str]) -> int:
    """Run one command with the words after its name and return its exit code."""
    command = load(name)
    try:
        code = command.main(args=words, prog_name=f"importplan {name}", standalone_mode=False)
    except UsageError as fault:
        print(usage_words(fault, words, command, function_of(name)), file=sys.stderr)
        return ExitCode.USAGE
    except typer.Abort as stop:
        raise KeyboardInterrupt from stop
    if code == INTERRUPTED:  # Typer has swallowed Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else ExitCode.DONE


def of_group(group: str) -> list[str]:
    """The commands of a group; none where the word is no group."""
    return [name for name in COMMANDS if name.startswith(f"{group} ")]


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """The command, of two or three words where the first one is a group, and what follows it."""
    words = (3 if " ".join(arguments[:3]) in COMMANDS else 2) if of_group(arguments[0]) else 1
    return " ".join(arguments[:words]), arguments[words:]


def word(name: str, part: str) -> str:
    """The words of a command or a group: `short`, `help` or `example`."""
    return say(f"cli.{name.replace(' ', '.')}.{part}")


class Command(typer.core.TyperCommand):
    """A command whose own words are in the language of the shell too."""

    def get_help_option(self, context: Any) -> Any:
        """The option `--help`."""
        option = super().get_help_option(context)
        if option is not None:
            option.help = say("cli.option.help")
        return option

    def format_help(self, context: Any, formatter: Any) -> None:
        """The help with the words that Click has in English only; columns keep their width."""
        super().format_help(context, formatter)
        for english, key in HELP_PARTS.items():
            words = say(key)
            words += " " * (len(english) - places(words)) if english.startswith("<") else ""
            formatter.buffer = [part.replace(english, words) for part in formatter.buffer]


def places(words: str) -> int:
    """Places that words take on a terminal: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)


def function_of(name: str) -> Callable[..., Any]:
    """The function of a command, its module loaded now."""
    module, _, function = COMMANDS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def load(name: str) -> typer.core.TyperCommand:
    """The command `name`, its module loaded now."""
    application = typer.Typer(add_completion=False, rich_markup_mode=None)
    epilog = f"{say('cli.debug')}\n\n{say('cli.example')}: {word(name, 'example')}"
    application.command(name, cls=Command, help=word(name, "help"), epilog=epilog)(function_of(name))
    return typer.main.get_command(application)  # type: ignore[return-value]  # one command, hence no group


def general_help() -> str:
    """What `importplan --help` prints."""
    head = [say("cli.about", version=__version__), "", say("cli.usage"), "", say("cli.commands")]
    tail = ["", say("cli.more_help"), say("cli.exit_codes"), say("cli.general_example")]
    return "\n".join(head + listing(list(dict.fromkeys(name.split()[0] for name in COMMANDS))) + tail)


def group_help(group: str) -> str:
    """What `importplan GROUP --help` prints."""
    head = [word(group, "help"), "", say("cli.group_usage", group=group), "", say("cli.commands")]
    return "\n".join([*head, *listing(of_group(group)), "", say("cli.more_help")])


def listing(names: list[str]) -> list[str]:
    """One line a command: its name and what it does."""
    width = max(len(name) for name in names)
    return [f"  {name:<{width}}  {word(name, 'short')}" for name in names]


def unknown_command(name: str) -> str:
    """What a misspelt command is told, with the nearest command there is."""
    near = nearest(name, COMMANDS)
    hint = say("cli.did_you_mean", name=near) if near else say("cli.see_help")
    return f"{say('cli.unknown_command', name=name)} {hint}"


def report_failure(fault: Exception, debug: bool) -> int:
    """Say what broke; the traceback only to those who asked for it."""
    if debug:
        traceback.print_exception(fault)
    known = isinstance(fault, ImportplanError) and not isinstance(fault, RuleUnknown)
    key = "cli.failed" if known else "cli.internal_error"
    print(say(key, what=f"{type(fault).__name__}: {fault}"), file=sys.stderr)
    return ExitCode.INTERNAL
