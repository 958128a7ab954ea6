"""The request that a layer keeps: it may have come with a stranger's file.

It never says where files are written, and the files of this computer that it names are read only if this GIMP session
made the layer, or the person says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

from pixelstyle_gimp import layers  # noqa: E402
from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402
from pixelstyle_gimp.request import Request  # noqa: E402

_OWN = "pixelstyle-own"
"""GIMP's own parasite with the checksums of what this session has kept on layers."""


def keep_request(layer: Gimp.Layer, request: Request, facts: dict[str, Any]) -> None:
    """Store on a layer what it was made by, without the file that was exported, and `facts` beside it."""
    text = json.dumps({"request": json.loads(replace(request, export="").to_json()), **facts})
    layers.keep_parameters(layer, text)
    own = json.dumps([*_own(), _checksum(text)])
    Gimp.attach_parasite(Gimp.Parasite.new(_OWN, 0, own.encode()))  # flag 0: for as long as this GIMP runs


def kept_request(layer: Gimp.Item, confirm: Callable[[str], bool] | None) -> tuple[Request, int] | None:
    """The request that a layer keeps and the tattoo of the layer it came from; None where it keeps none.

    `confirm` asks the person a question; None where there is nobody to ask. Raises EngineError for what is no request,
    and for one that names files of this computer where nobody can be asked, CancelledError where the answer is no.
    """
    text = layers.kept_parameters(layer)
    if text is None:
        return None
    try:
        kept = json.loads(text)
        request, source = Request.from_json(json.dumps(kept["request"])), int(kept["source"])
        if not 0 <= source < 1 << 32:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        raise EngineError("What this layer keeps of the run that made it is damaged.") from None
    request = replace(request, export="")
    files = request.files()
    if files and _checksum(text) not in _own():
        named = "\n".join(file[:200] for file in files[:10])
        said = f"The layer was not made in this session, and what it keeps names files of this computer:\n{named}"
        if confirm is None:
            raise EngineError(f"{said}\nThey are read only after you have said so: use the menu, which asks.")
        if not confirm(f"{said}\nRead them?"):
            raise CancelledError
    return request, source


def _own() -> list[str]:
    parasite = Gimp.get_parasite(_OWN)
    own: list[str] = [] if parasite is None else json.loads(bytes(parasite.get_data()).rstrip(b"\0"))
    return own


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
