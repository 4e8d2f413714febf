"""Read-only mappings go to another process: Python sends none by itself, and rows of a case and issues hold them.

A module of its own, since the worker's is called otherwise in its own process.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any


def _reduced(mapping: MappingProxyType[str, object]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _read_only, (dict(mapping),)


def _read_only(mapping: dict[str, object]) -> MappingProxyType[str, object]:
    return MappingProxyType(mapping)


ForkingPickler.register(MappingProxyType, _reduced)
