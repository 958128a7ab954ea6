"""Changes: settings that take another value while a run goes on.

One mechanism, three ways in: a schedule (`--at "50:style_weight=5"`), a control file (`--control`), and the engine's
`change` message. Whatever took effect is written down as a schedule, so that `again` makes the same bytes.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.settings.options import Live, Options, hints_of, kinds_of

_EXAMPLE = "50:style_weight=5"


@dataclass(frozen=True)
class Change:
    """One setting's new value, in use from this iteration on."""

    iteration: int
    """From 1."""
    name: str
    value: Any

    def __str__(self) -> str:
        value = ";".join(self.value) if isinstance(self.value, tuple) else "" if self.value is None else self.value
        return f"{self.iteration}:{self.name}={value}"


def live_names(kind: type[Options]) -> list[str]:
    """The settings of a recipe that anyone may change while it runs; [] for recipes in which none may."""
    return list(scheduled_names(kind)) if kind.steered else []


def scheduled_names(kind: type[Options]) -> dict[str, Live]:
    """The settings that a recipe's schedule may change, with what each concerns, weights first; {} without one."""
    lives = {item.name: item.metadata["live"] for item in dataclasses.fields(kind)}
    return {name: live for each in get_args(Live) for name, live in lives.items() if each == live in kind.follows}


def parse_schedule(texts: Iterable[str], settings: Options) -> list[Change]:
    """'50:style_weight=5' or '40%:style_layers=relu3_1' as changes, in the order in which they happen.

    Raises PixelStyleError for what is no change, comes after the last iteration, or has a value that the setting cannot
    have; UnknownNameError for a setting that cannot change.

    >>> from pixelstyle.settings import StylizeSettings
    >>> settings = StylizeSettings.of({"iterations": 100, "start": "content"})
    >>> [str(change) for change in parse_schedule(["40%:style_weight=5"], settings)]
    ['41:style_weight=5.0']
    """
    changes = [_parse(text, settings) for text in texts]
    changes.sort(key=lambda change: change.iteration)  # a stable sort: of two at once the later text wins
    for values in by_iteration(changes).values():
        changed(settings, values)
    return changes


def by_iteration(changes: Iterable[Change]) -> dict[int, dict[str, Any]]:
    """What changes together, by iteration; of two values for a setting the later one counts."""
    found: dict[int, dict[str, Any]] = {}
    for change in changes:
        found.setdefault(change.iteration, {})[change.name] = change.value
    return found


def changed(settings: Any, values: Mapping[str, Any]) -> Any:
    """The settings with new values. Raises as `parse_schedule` for names that cannot change and values out of range."""
    for name in values:
        _check_name(type(settings), name)
    hints = hints_of(type(settings))
    exact = {
        # TOML and JSON say 5 where 5.0 is meant: what is written down is to be one text.
        name: _as_float(value)
        if type(value) is int and float in kinds_of(hints[name])
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }
    # The schedule has been checked before and would be checked again, for ever.
    return replace(settings, **exact, **({"at": ()} if settings.at else {}))


def _as_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:  # which is out of any setting's range
        return math.inf if value > 0 else -math.inf


def stages(settings: Any) -> list[Any]:
    """The settings of a run that has a schedule as they are at first and after each change."""
    found, values = [settings], dict[str, Any]()
    for change in settings.schedule():
        values[change.name] = change.value
        found.append(changed(settings, values))
    return found


def parse_value(kind: type[Options], name: str, text: str) -> Any:
    """A setting's value as it is typed on the command line. Raises PixelStyleError for a number that is none."""
    kinds = kinds_of(hints_of(kind)[name])
    if not text and type(None) in kinds:
        return None
    if tuple in kinds:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if bool in kinds:
        if text.lower() not in ("true", "false", "yes", "no"):
            raise PixelStyleError(f"The setting {name} cannot be '{text}'; it is true or false.")
        return text.lower() in ("true", "yes")
    if str in kinds:
        return text
    try:
        return int(text) if int in kinds and float not in kinds else float(text)
    except ValueError:
        number = "a whole number" if float not in kinds else "a number"
        raise PixelStyleError(f"The setting {name} cannot be '{text}'; it is {number}.") from None


def _parse(text: str, settings: Any) -> Change:
    when, colon, what = text.partition(":")
    name, equals, value = what.partition("=")
    name = name.strip().replace("-", "_")
    if not (colon and equals and name):
        raise PixelStyleError(f"'{text}' is not a change at an iteration, such as {_EXAMPLE}.")
    _check_name(type(settings), name)
    iteration = _iteration(when.strip(), settings.steps, text)
    return Change(iteration, name, parse_value(type(settings), name, value.strip()))


def _check_name(kind: type[Options], name: str) -> None:
    """Raise UnknownNameError for what is no setting, PixelStyleError for one that stays as it is."""
    names = scheduled_names(kind)
    if name in names:
        return
    if name in {item.name for item in dataclasses.fields(kind)}:
        raise PixelStyleError(f"{name} cannot change during a run. What can: {', '.join(names)}.")
    raise UnknownNameError("setting that can change during a run", name, names)


def _iteration(when: str, iterations: int, text: str) -> int:
    """'50', or '40%' of the run: 0% is the first iteration, 100% the last."""
    share = when.removesuffix("%")
    if not share.isascii() or not share.isdecimal() or len(share) > 9:
        raise PixelStyleError(f"'{text}' does not begin with an iteration; write it like {_EXAMPLE} or 40%:...")
    number = int(share)
    if when.endswith("%"):
        if number > 100:
            raise PixelStyleError(f"'{text}': a run goes from 0% to 100%.")
        return 1 + round(number / 100 * max(0, iterations - 1))
    if not 1 <= number <= max(1, iterations):
        raise PixelStyleError(f"'{text}': this run has iterations 1 to {iterations}; 40%:... fits runs of any length.")
    return number
