"""What others bring: parts of installed packages, by entry points, and objects that a Python program has at hand.

    [project.entry-points."pixelstyle.methods"]
    penalty = "mypackage.penalty:Penalty"

The groups are `pixelstyle.` and one of KINDS. An entry point's name is the part's; it is loaded when somebody asks for
it, or, of modes and formats, whose records are searched, at the first search. What cannot be loaded, or has a shipped
part's name, is passed over with a warning, so that a broken package breaks no picture.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from pixelstyle.errors import PixelStyleError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = Literal["terms", "methods", "statistics", "networks", "formats", "modes"]
KINDS: tuple[Kind, ...] = ("terms", "methods", "statistics", "networks", "formats", "modes")

_AT_HAND: ContextVar[Mapping[tuple[str, str], Any]] = ContextVar("parts at hand", default=MappingProxyType({}))


@contextmanager
def parts_at_hand(parts: dict[tuple[Kind, str], Any]) -> Iterator[None]:
    """Parts of a program's own, by kind and name, known until this ends."""
    token = _AT_HAND.set(dict(_AT_HAND.get()) | {(kind, name): part for (kind, name), part in parts.items()})
    try:
        yield
    finally:
        _AT_HAND.reset(token)


def own_names(kind: Kind) -> dict[str, str]:
    """The parts of a kind that do not come along: whose each is, by its name. Nothing is loaded for it."""
    found = {name: f"of the package {_package(entry)}" for name, entry in _entries(kind).items()}
    return found | {name: "of this program" for own, name in _AT_HAND.get() if own == kind}


def own_part(kind: Kind, name: str) -> Any:
    """What a name of `own_names` stands for; None where it is no such name. Raises PixelStyleError for a package whose
    part cannot be loaded."""
    if (kind, name) in _AT_HAND.get():
        return _AT_HAND.get()[kind, name]
    entry = _entries(kind).get(name)
    if entry is None:
        return None
    try:
        return entry.load()
    except Exception as error:
        raise PixelStyleError(
            f"{kind[:-1].capitalize()} '{name}' of the package {_package(entry)} cannot be loaded "
            f"({type(error).__name__}: {error}): update that package, or uninstall it."
        ) from None


def own_records(kind: Kind, of: type, shipped: Mapping[str, Any]) -> dict[str, Any]:
    """All records of this type that packages bring, by name: an entry point is one, or several in a sequence.

    What is being loaded may ask for the shipped ones, to be made from them: it is told of these alone.
    """
    if kind not in _RECORDS:
        _RECORDS[kind] = {}
        _RECORDS[kind] = _loaded_records(kind, of, shipped)
    return _RECORDS[kind]


_RECORDS: dict[Kind, dict[str, Any]] = {}


def _loaded_records(kind: Kind, of: type, shipped: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, entry in _entries(kind).items():
        try:
            part = own_part(kind, name)
            records: list[Any] = [part] if isinstance(part, of) else list(part)
            wrong = [one for one in records if not isinstance(one, of)]
            if wrong:
                raise PixelStyleError(f"'{name}' of {_package(entry)} holds {wrong[0]!r}, which is no {of.__name__}.")
        except (PixelStyleError, TypeError) as error:
            warnings.warn(f"Passed over: {error}", RuntimeWarning, stacklevel=2)
            continue
        for one in records:
            if one.name in shipped or one.name in found:
                text = f"Passed over: the package {_package(entry)} brings another '{one.name}' to {kind}."
                warnings.warn(text, RuntimeWarning, stacklevel=2)
            else:
                found[one.name] = one
    return found


@cache
def _entries(kind: Kind) -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # here, since it brings a reader of e-mail

    return {entry.name: entry for entry in sorted(entry_points(group=f"pixelstyle.{kind}"))}


def _package(entry: EntryPoint) -> str:
    return entry.value.partition(":")[0] if entry.dist is None else entry.dist.name
