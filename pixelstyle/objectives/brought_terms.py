"""Terms that packages and programs bring, by their names: `symmetry=0.5` among a stylization's settings."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import cast

from torch import Tensor

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.objectives.objective import Term
from pixelstyle.plug_ins import own_names, own_part


def own_layers(weights: dict[str, float]) -> list[str]:
    """The layers that these terms say they need. Raises UnknownNameError for a term that nobody brings."""
    found: list[str] = []
    for name in weights:
        part = _part(name)
        layers = getattr(part, "layers", ())
        found += layers if isinstance(layers, Sequence) else ()
    return found


def own_terms(weights: dict[str, float], content: Tensor) -> list[tuple[float, Term]]:
    """The terms with their weights; `content` is [1, 3, H, W], sRGB 0..1, as shown.

    Each is a Term, or makes one when it is called with the content (a class or a function; one that takes nothing is
    called with nothing), which then says in `layers` what it needs of the network. Raises UnknownNameError for a term
    that nobody brings, PixelStyleError for what is no term.
    """
    return [(weight, _made(name, content)) for name, weight in weights.items()]


def _made(name: str, content: Tensor) -> Term:
    part = _part(name)
    term = part if _is_term(part) else None
    if term is None and callable(part):
        try:
            term = part(content) if inspect.signature(part).parameters else part()
        except Exception as error:
            raise PixelStyleError(f"The term '{name}' cannot be made: {type(error).__name__}: {error}") from None
    if term is None or not _is_term(term):
        raise PixelStyleError(f"The term '{name}' is no term: it needs a name, layers, and to be called; see Term.")
    return cast(Term, term)


def _part(name: str) -> object:
    part = own_part("terms", name)
    if part is None:
        raise UnknownNameError("term", name, own_names("terms"))
    return part


def _is_term(part: object) -> bool:
    return not isinstance(part, type) and callable(part) and hasattr(part, "name") and hasattr(part, "layers")
