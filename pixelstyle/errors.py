"""Errors that are meant for the person at the keyboard.

Every problem that a user can cause is a `PixelStyleError`: one line that says what is wrong, where, and what to do.
The command line prints it and exits with 2; the engine sends it as a message. Anything else that escapes is a bug.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

_LONGEST = 6000
"""Characters of a message: what it quotes may be a stranger's, of any length; the longest path has 4,096."""


class PixelStyleError(Exception):
    """Something the user can mend. Its text is one complete sentence, or two: what is wrong, and what to do."""

    def __init__(self, text: str) -> None:
        """`text` is made one line: what it quotes, a file's name say, may be several, or steer a terminal."""
        super().__init__(one_line(text if len(text) <= _LONGEST else _shortened(text)))


class UnknownNameError(PixelStyleError):
    """A mode, palette, layer, network or format that does not exist; the text names the nearest that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, see: str = "") -> None:
        self.kind, self.name = kind, name
        known = list(known)
        text = f"There is no {kind} named '{name}'."
        near = nearest_names(name, known) if len(name) < _LONGEST else []
        if near:
            text += f" Did you mean {' or '.join(near)}?"
        elif not known:
            text += " There is none at all."
        elif len(known) <= 12:
            text += f" There are: {', '.join(sorted(known))}."
        if see:
            text += f" '{see}' lists them."
        super().__init__(text)


def _shortened(text: str) -> str:
    return f"{text[: _LONGEST // 2]} ... {text[-_LONGEST // 2 :]}"


def one_line(text: str) -> str:
    """The text without ends of lines, and with escapes in place of what would steer a terminal.

    >>> one_line("two\\nlines \\x1b[2J")
    'two lines \\\\x1b[2J'
    """
    line = " ".join(text.splitlines())
    return "".join(_escaped(sign) if unicodedata.category(sign) == "Cc" or sign in _TURNING else sign for sign in line)


_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that turn the direction of writing round: a name with one looks like another name."""


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


class MissingExtraError(PixelStyleError):
    """Something that the light install leaves out is needed; the text says what to type."""


_LEFT_OUT = ("torch", "torchvision", "safetensors", "sklearn", "scipy")
"""What the extra `style` brings, by the names under which it is imported."""


def missing_extra(error: ModuleNotFoundError, what: str = "This") -> MissingExtraError:
    """The error for people in place of Python's, for a package that the extra `style` brings; `what` needs it.

    Raises `error` itself where another package is missing.

    >>> print(missing_extra(ModuleNotFoundError(name="torch"), "stylize"))
    stylize needs torch, which the light install leaves out: pip install 'pixelstyle[style]', or '.[style]' in a ...
    """
    package = (error.name or "").partition(".")[0]
    if package not in _LEFT_OUT:
        raise error
    return MissingExtraError(
        f"{what} needs {package}, which the light install leaves out: pip install 'pixelstyle[style]', "
        "or '.[style]' in a checkout."
    )


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` of the known names that look like `name`, the likeliest first; [] when none does.

    Those that begin with it come first, in their order; then near misses; then those that hold it.

    >>> nearest_names("c64", ["cga", "c64-multicolor", "c64-hires"])
    ['c64-multicolor', 'c64-hires']
    """
    by_folded = {candidate.casefold(): candidate for candidate in known}
    folded = name.casefold()
    close = [key for key in by_folded if folded and key.startswith(folded)]
    if len(close) < 2:  # what is all but written out is no slip of the finger
        close += difflib.get_close_matches(folded, by_folded, n=count, cutoff=0.6)
    close += [key for key in by_folded if folded and folded in key]
    return [by_folded[key] for key in dict.fromkeys(close)][:count]
