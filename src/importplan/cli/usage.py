"""Wrong usage of the command line, said in the language of the shell: which word is wrong, and what is allowed.

Click, on which Typer stands, knows its sentences in English only. Only the kind of a fault and the parameter that it
speaks of are taken from it; the words are those of the labels table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args, get_type_hints

import typer

from importplan.cli.language import say
from importplan.parsing.words import nearest

# Typer exports the youngest of these only; the others are its parents, in every release.
UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def usage_words(fault: Any, words: list[str], command: Any, function: Callable[..., Any]) -> str:
    """What a wrong command line is told: the fault, then where the help is.

    Parameters
    ----------
    fault
        The usage error of Click.
    words
        The command line after the name of the command.
    command, function
        The command of Click and the function that it was made from.
    """
    return f"{_fault(fault, words, command, function)}\n{say('cli.usage.see_help', command=command.name)}"


def _fault(fault: Any, words: list[str], command: Any, function: Callable[..., Any]) -> str:
    kind = type(fault).__name__
    options = {spelling: parameter for parameter in command.params for spelling in parameter.opts}
    if kind == "NoSuchOption":
        return _unknown_option(fault.option_name, options)
    if kind == "MissingParameter":
        return say("cli.usage.missing", name=_name(fault.param))
    if kind == "BadOptionUsage":
        parameter = options.get(fault.option_name)
        key = "cli.usage.takes_no_value" if getattr(parameter, "is_flag", False) else "cli.usage.value_missing"
        return say(key, name=fault.option_name)
    if getattr(fault, "param", None) is not None:
        allowed = _allowed(get_type_hints(function, include_extras=True)[fault.param.name])
        return say("cli.usage.bad_value", name=_name(fault.param), value=_value_of(fault.param, words), allowed=allowed)
    return say("cli.usage.too_many", words=" ".join(words))


def _unknown_option(name: str, options: dict[str, Any]) -> str:
    near = nearest(name, options)
    words = say("cli.usage.unknown_option", name=name)
    return f"{words} {say('cli.did_you_mean', name=near)}" if near else words


def _name(parameter: Any) -> str:
    """How a parameter is written: the long spelling of an option, the placeholder of an argument."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).upper()
    return str(max(parameter.opts, key=len))


def _value_of(parameter: Any, words: list[str]) -> str:
    """The value as it was typed: `--gap 2` and `--gap=2`; the last one counts."""
    found = ""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name in parameter.opts:
            found = value if equals else following
    return found


def _allowed(hint: Any) -> str:
    """What an option takes, in words, from its declaration."""
    base, *about = get_args(hint)
    low, high = (next((getattr(entry, bound) for entry in about), None) for bound in ("min", "max"))
    inner = [part for part in (get_args(base) or (base,)) if part is not type(None)]
    choices = get_args(inner[0]) or (inner if isinstance(inner[0], str) else ())
    if choices:
        return say("cli.usage.one_of", choices=", ".join(str(choice) for choice in choices))
    kind = "whole" if int in inner else "number"
    if high is None:
        return say(f"cli.usage.{kind}_from", low=0 if low is None else low)
    return say(f"cli.usage.{kind}_between", low=low, high=high)
