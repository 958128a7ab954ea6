"""What a page may ask of its engine: the engine's own commands, with every file a plain name of the workspace."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import split_layer
from pixelstyle.recipes import find_recipe
from pixelstyle.settings import ConvertSettings, Settings, split_file
from pixelstyle.studio.workspace import Workspace, plain

Message = dict[str, Any]

STEERING = ("weights", "change", "finish", "cancel")
"""Commands that name nothing but a run."""
PICTURES = ("encode", "check")
"""Commands about a picture that comes with the message, as base64 in `png`."""
HANDED = ("start", "keep_pixels", "protect", "detail", "mask")
"""Settings whose picture may come with a run, as base64 in `handed`, as those of its inputs may."""


def admitted(message: Message, workspace: Workspace) -> list[Message]:
    """The engine's commands for one of a page's; paths in them are absolute.

    Raises PixelStyleError for a command that pages do not have, and for files outside the workspace.
    """
    kind = message.get("type")
    if kind in STEERING:
        return [message]
    if kind == "run":
        return _run(message, workspace)
    if kind in PICTURES:
        name = "painted.png"
        asked: Message = {key: message[key] for key in ("type", "id", "name", "mode", "otherwise") if key in message}
        return [_put(name, message.get("png")), on_its_machine(asked, workspace) | {"image": name}]
    if kind == "frame":
        name = _text(message, "painter")
        if is_painter_file(name):
            name = str(workspace.existing(name))
        _text(message, "mode")
        sent = {key: message.get(key) for key in ("type", "id", "data", "mode")}
        return [on_its_machine(sent, workspace) | {"painter": name}]
    if kind == "open":
        path = workspace.existing(_text(message, "file"))
        return [{key: message[key] for key in ("type", "id", "mode", "any") if key in message} | {"file": str(path)}]
    raise PixelStyleError(f"A page has no command {kind!r}.")


def on_its_machine(message: Message, workspace: Workspace) -> Message:
    """The message with the paths of files in place of the names of an own machine and an own palette."""
    named = {key: message[key] for key in ("mode", "palette") if message.get(key) is not None}
    return message | _settings(ConvertSettings, named, workspace)


def _run(message: Message, workspace: Workspace) -> list[Message]:
    inputs, values = message.get("inputs", {}), message.get("settings", {})
    handed, save = message.get("handed", {}), message.get("save", [])
    if not all(isinstance(part, dict) for part in (inputs, values, handed)) or not isinstance(save, list):
        raise PixelStyleError("A run has inputs and settings by name, and a list of files to save.")
    recipe = find_recipe(_text(message, "recipe"))
    puts, own = [], {item.name for item in recipe.inputs}
    for name, picture in handed.items():
        if name not in HANDED and name not in own:
            raise PixelStyleError(f"The setting {name!r} takes no picture that comes with the message.")
        puts.append(_put(f"{name}.png", picture))
    names = {name: f"{name}.png" for name in handed}
    settings = _settings(recipe.settings, values, workspace)
    settings |= {name: file for name, file in names.items() if name not in own}
    taken = ("type", "id", "recipe", "preview", "draft", "clashes")
    return [
        *puts,
        {key: message[key] for key in taken if key in message}
        | {
            "inputs": {name: str(workspace.existing(str(value))) for name, value in inputs.items()}
            | {name: file for name, file in names.items() if name in own},
            "settings": settings,
            "save": [str(workspace.unused(plain(str(name)))) for name in save],
        },
    ]


def _settings(kind: type[Settings], values: Message, workspace: Workspace) -> Message:
    """The values, with the paths of files in place of their names."""
    made = dict(values)
    if values.get("carry") is not None:  # its PNG names files of its own accord
        raise PixelStyleError("A page has no frames to carry on from; the command line has.")
    for item in dataclasses.fields(kind):
        value, form, is_name = values.get(item.name), item.metadata["file"], item.metadata["named"]
        if item.metadata["writes"] and value is not None:
            raise PixelStyleError(f"A page cannot say where {item.name} is written.")
        if form is True and isinstance(value, str) and not (is_name and is_name(value)):
            made[item.name] = _path(value, workspace)
            if item.name == "mode":
                workspace.check_machine(Path(made[item.name]))
        elif isinstance(form, str) and isinstance(value, list):
            parts = [split_file(str(text), form) for text in value]
            made[item.name] = [
                before + (path if is_name and is_name(path) else _path(path, workspace)) + after
                for before, path, after in parts
            ]
    return made


def is_painter_file(name: str) -> bool:
    """Whether a painter's name is that of a file; as the painters' room says it, which would load torch."""
    return name.lower().endswith(".painter")


def _path(name: str, workspace: Workspace) -> str:
    file = str(split_layer(name)[0])
    return str(workspace.existing(file)) + name[len(file) :]


def _put(name: str, data: Any) -> Message:
    if not isinstance(data, str):
        raise PixelStyleError("The picture that goes with the message is missing.")
    return {"type": "put", "name": name, "data": data}


def _text(message: Message, name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise PixelStyleError(f"The message '{message.get('type')}' lacks '{name}'.")
    return value
