"""Painter files: what is written comes back, and nothing else is taken for a painter."""

from __future__ import annotations

import io
import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import save

from pixelstyle.errors import PixelStyleError
from pixelstyle.painters import Painter, Painting, encode_painter, find_painter, read_painter


def written(painter: Painter, folder: Path) -> Path:
    path = folder / "my.painter"
    path.write_bytes(encode_painter(painter))
    return path


def test_a_painter_comes_back(novice: Painter, tmp_path: Path) -> None:
    path = written(novice, tmp_path)
    again = read_painter(path)
    assert again.paintings == novice.paintings
    assert (again.machines, again.steps, again.photos) == (novice.machines, novice.steps, novice.photos)
    for name, value in novice.network.state_dict().items():
        assert torch.equal(again.network.state_dict()[name], value.half().float()), name
    assert encode_painter(again) == path.read_bytes()


def test_a_file_is_found_with_a_painting_in_it(novice: Painter, tmp_path: Path) -> None:
    assert find_painter(str(written(novice, tmp_path)), "hokusai-p")[1] == 1


@pytest.mark.parametrize(
    "data",
    [b"no painter at all", b"\x80\x04\x95pickle", save({"a": torch.ones(2)}), b"\xff" * 8, b"\x02\0\0\0\0\0\0\0[]"],
    ids=["text", "pickle", "safetensors", "length", "list"],
)
def test_other_files_are_no_painters(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.painter"
    path.write_bytes(data)
    with pytest.raises(PixelStyleError, match="is no painter"):
        read_painter(path)


def test_damage_is_noticed(novice: Painter, tmp_path: Path) -> None:
    path = written(novice, tmp_path)
    whole = path.read_bytes()
    for damaged in (whole[:-10], whole[: len(whole) // 2]):
        path.write_bytes(damaged)
        with pytest.raises(PixelStyleError, match="damaged"):
            read_painter(path)


@pytest.mark.parametrize(
    "change",
    [
        {"shape": {"styles": 2}},
        {"shape": {"styles": 2, "fine": 10**9, "coarse": 8, "blocks": 2, "pixel": 8, "embedding": 8}},
        {"shape": {"styles": 2, "fine": 16, "coarse": 8, "blocks": 2, "pixel": 8, "embedding": 8}},
        {"paintings": ["one"]},
        {"machines": 3},
    ],
)
def test_a_header_that_lies_is_noticed(change: dict[str, object], novice: Painter, tmp_path: Path) -> None:
    data = encode_painter(novice)
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"]["painter"] = json.dumps(json.loads(header["__metadata__"]["painter"]) | change)
    changed = json.dumps(header).encode()
    path = tmp_path / "lie.painter"
    path.write_bytes(len(changed).to_bytes(8, "little") + changed + data[8 + length :])
    with pytest.raises(PixelStyleError, match="damaged"):
        read_painter(path)


def test_weights_that_are_no_numbers_are_noticed(novice: Painter, tmp_path: Path) -> None:
    bad = read_painter(written(novice, tmp_path))
    bad.network.exit.weight[0] = torch.nan
    with pytest.raises(PixelStyleError, match="damaged"):
        read_painter(written(bad, tmp_path))


@pytest.mark.parametrize("picture", ["text", "cut", "huge"])
def test_a_painting_s_copy_that_is_none_is_told_of(picture: str, novice: Painter, tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("1", (30_000, 30_000) if picture == "huge" else (40, 30)).save(data, "PNG")
    content = {"text": b"no picture", "cut": data.getvalue()[:45], "huge": data.getvalue()}[picture]
    bad = replace(novice, paintings=(novice.paintings[0], Painting("hokusai-poppies-1833", content)))
    read = read_painter(written(bad, tmp_path))
    with pytest.raises(PixelStyleError, match="painting 'hokusai-poppies-1833' is damaged"):
        read.paintings[1].pixels()


class Planted:
    """What a pickle would do to whoever loads it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


def test_a_pickle_is_not_run(tmp_path: Path) -> None:
    path, mark = tmp_path / "evil.painter", tmp_path / "mark"
    for write in (lambda: path.write_bytes(pickle.dumps(Planted(mark))), lambda: torch.save(Planted(mark), path)):
        write()
        with pytest.raises(PixelStyleError, match="is no painter"):
            read_painter(path)
        assert not mark.exists()


def test_a_folder_and_an_empty_file_are_no_painters(tmp_path: Path) -> None:
    (tmp_path / "empty.painter").touch()
    (tmp_path / "folder.painter").mkdir()
    for name in ("empty.painter", "folder.painter", "missing.painter"):
        with pytest.raises(PixelStyleError, match="painter"):
            find_painter(str(tmp_path / name))
