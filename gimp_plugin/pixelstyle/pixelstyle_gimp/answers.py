"""What a procedure gives back to GIMP, whatever comes of it."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib, GObject  # noqa: E402

from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402


def answer(procedure: Gimp.Procedure, act: Callable[[], list[GObject.Value]]) -> Gimp.ValueArray:
    """Run `act`, which gives the first of the return values, or none of them; errors become what GIMP can show."""
    try:
        made = act()
    except CancelledError:
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    except EngineError as error:
        return _failure(procedure, str(error))
    except Exception as error:  # a bug, or a GIMP that does something new: it is told, not swallowed
        traceback.print_exc(file=sys.stderr)
        return _failure(procedure, f"Something went wrong inside the PixelStyle plug-in: {error!r}")
    Gimp.displays_flush()
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    for place, value in enumerate(made, 1):
        values.remove(place)
        values.insert(place, value)
    return values


def image_value(image: Gimp.Image | None) -> list[GObject.Value]:
    """An image as a return value; none for none."""
    return [] if image is None else [GObject.Value(Gimp.Image, image)]


def _failure(procedure: Gimp.Procedure, text: str) -> Gimp.ValueArray:
    error = GLib.Error.new_literal(Gimp.PlugIn.error_quark(), text, 0)
    return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, error)
