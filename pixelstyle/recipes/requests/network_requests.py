"""What is asked of a network, told from its table: layers, channels, classes, a weights file, the processor."""

from __future__ import annotations

import pickletools
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO

from pixelstyle.discovery import network_names
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import existing_file, read_tensor_header
from pixelstyle.network_facts import (
    LOGITS,
    NetworkFacts,
    check_channel,
    check_class,
    check_layers,
    network_facts,
    no_weights,
)
from pixelstyle.plug_ins import own_names
from pixelstyle.settings import (
    DreamSettings,
    OptimiseSettings,
    Options,
    StylizeSettings,
    TextureSettings,
    check_device,
    parse_channels,
    parse_layers,
    parse_numbers,
    parse_statistics,
    parse_stimulated,
    parse_terms,
    stages,
)

_ZIP, _LEGACY = b"PK\3\4", b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
"""How files of torch.save begin: those of today, and those of before 2019."""
_MOST_PICKLE = 16 << 20
"""Bytes of names and shapes that are looked through."""


def check_network(name: str) -> None:
    """Raise UnknownNameError for a network that there is not."""
    known = [*network_names(), *own_names("networks")]
    if name not in known:
        raise UnknownNameError("network", name, known, see="pixelstyle networks")


def check_judging(settings: OptimiseSettings) -> None:
    """Raise PixelStyleError for what a network could not be asked for, at the beginning or by the schedule."""
    check_network(settings.network)
    check_device(settings.device)
    facts = network_facts().get(settings.network)
    _check_weights(settings.weights, settings.network)
    for now in stages(settings) if isinstance(settings, StylizeSettings | TextureSettings | DreamSettings) else ():
        if isinstance(now, StylizeSettings | TextureSettings):
            _check_style(now, facts)
        else:
            stimuli = parse_stimulated(now.layer)
            if facts is not None:
                _check_stimuli(stimuli, settings.network, facts)
                if now.class_name is not None:
                    check_class(now.class_name, settings.network, LOGITS in facts.layers)


def _check_style(settings: StylizeSettings | TextureSettings, facts: NetworkFacts | None) -> None:
    layers = list(parse_layers(settings.style_layers))
    parse_statistics(settings.style_statistics)
    chosen = [parse_channels(texts) for texts in (settings.style_exclude, settings.style_stress)]
    stimuli = parse_stimulated(settings.dream) if isinstance(settings, StylizeSettings) else []
    if isinstance(settings, StylizeSettings):
        parse_terms(settings.term)
    if facts is None:
        return
    content = [settings.content_layer] if isinstance(settings, StylizeSettings) else []
    check_layers(settings.network, facts.layers, [*content, *layers])
    _check_stimuli(stimuli, settings.network, facts)
    for channels in chosen:
        for layer, numbers in channels.items():
            if layer not in layers:
                raise UnknownNameError("style layer in use", layer, layers)
            check_channel(layer, max(numbers), facts.layers[layer])


def _check_stimuli(stimuli: list[tuple[str, float, int | None]], network: str, facts: NetworkFacts) -> None:
    for layer, _, channel in stimuli:
        check_layers(network, facts.layers, [layer])
        if channel is not None:
            check_channel(layer, channel, facts.layers[layer])


def check_inspection(settings: Options) -> None:
    """Raise PixelStyleError for what one of the inspecting tools, whose settings these are, could not be asked for."""
    asked = {item.name: getattr(settings, item.name) for item in fields(settings)}
    network, layers = asked["network"], asked.get("layer", ())
    check_network(network)
    if "device" in asked:
        check_device(asked["device"])
        _check_weights(asked["weights"], network)
    facts = network_facts().get(network)
    if facts is None or not layers:
        return
    check_layers(network, facts.layers, [layers] if isinstance(layers, str) else layers)
    if "channels" in asked:
        parse_numbers(asked["channels"], facts.layers[layers], layers)


def _check_weights(file: str | None, network: str) -> None:
    """Raise PixelStyleError for a file that holds no tensors by name, or surely not those of the network."""
    facts = network_facts().get(network)
    if facts is None:
        return
    if file is None:
        if not facts.own_weights:
            raise no_weights(network)
        return
    path = existing_file(file, "weights")
    complaint = f"{path} does not hold weights of {network}"
    try:
        if path.suffix.lower() == ".safetensors":
            shapes: dict[str, tuple[int, ...] | None] = dict(read_tensor_header(path, "weights").shapes)
        else:
            shapes = dict.fromkeys(_names_in(path))
    except PixelStyleError:
        raise
    except Exception as error:  # whatever bytes lead these readers to
        raise PixelStyleError(f"'{path}' cannot be read as a state dict (.pth or .safetensors).") from error
    for key, shape in facts.weights.items():
        if key not in shapes and not key.endswith("num_batches_tracked"):
            raise PixelStyleError(f"{complaint}: '{key}' is missing.")
        if (found := shapes.get(key)) is not None and found != shape:
            raise PixelStyleError(f"{complaint}: '{key}' is {_said(found)}, not {_said(shape)}.")


def _names_in(path: Path) -> Iterator[str]:
    """All texts in a file of torch.save, the tensors' names among them; nothing of it is run. Raises ValueError."""
    with path.open("rb") as file:
        begins = file.read(len(_LEGACY))
        file.seek(0)
        if begins == _LEGACY:
            for _ in range(4):  # a number, the version, the machine it was written on, and the tensors
                yield from _texts(file)
        elif begins.startswith(_ZIP):
            with zipfile.ZipFile(file) as archive:
                inside = next((name for name in archive.namelist() if name.endswith("data.pkl")), None)
                if inside is None or archive.getinfo(inside).file_size > _MOST_PICKLE:
                    raise ValueError("no tensors")
                with archive.open(inside) as pickled:
                    yield from _texts(pickled)
        else:
            raise ValueError("not of torch.save")


def _texts(pickled: IO[bytes]) -> Iterator[str]:
    return (value for _, value, _ in pickletools.genops(pickled) if isinstance(value, str))


def _said(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape))
