"""Who is heard: the page with the token, and nobody else; and nothing outside the folder is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the studio's packages are not installed")

from websockets import Origin
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pixelstyle.errors import PixelStyleError
from pixelstyle.screens import modes
from pixelstyle.studio.gallery import SAMPLES
from pixelstyle.studio.requests import admitted
from pixelstyle.studio.workspace import MOST_UPLOAD, Workspace
from tests.studio.running import PHOTO, Studio


def test_each_machine_has_a_sample() -> None:
    assert [mode.name for mode in modes() if not (SAMPLES / f"{mode.name}.png").is_file()] == []


@pytest.mark.slow
def test_the_page_is_served_with_a_strict_policy(running: Studio) -> None:
    status, headers, body = running.request("GET", "", Origin="")
    assert status == 200
    assert b"<title>PixelStyle studio" in body
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert running.request("GET", "static/js/main.js")[1]["content-type"].startswith("text/javascript")
    assert len(json.loads(running.request("GET", "gallery")[2])["paintings"]) == 8


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "path", "wrong"),
    [
        ("GET", "", {"path_token": "/"}),
        ("GET", "files", {"path_token": "/wrong/"}),
        ("GET", "files", {"host": "evil.example:80"}),
        ("GET", "files", {"host": "127.0.0.1:1"}),
        ("GET", "files", {"Origin": "http://evil.example"}),
        ("GET", "files", {"Sec_Fetch_Site": "cross-site"}),
        ("POST", "stop", {"Origin": "null"}),
        ("POST", "stop", {"Origin": ""}),
        ("POST", "files/a.png", {"Origin": "http://127.0.0.1:1"}),
    ],
)
def test_nobody_else_is_heard(running: Studio, method: str, path: str, wrong: dict[str, str]) -> None:
    status, _, body = running.request(method, path, b"" if method == "POST" else None, **wrong)
    assert status == 403
    assert b"pixelstyle studio" in body


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "origin"), [("/wrong/socket", None), ("", "http://evil.example"), ("", "null"), ("", "")]
)
def test_no_socket_without_token_or_from_elsewhere(running: Studio, path: str, origin: str | None) -> None:
    url = f"ws://{running.host}{path or running.path + 'socket'}"
    told = f"http://{running.host}" if origin is None else origin or None
    with pytest.raises(InvalidStatus), connect(url, origin=None if told is None else Origin(told)):
        pass


@pytest.mark.slow
def test_only_the_folder_is_read_and_written(running: Studio, tmp_path: Path) -> None:
    outside = tmp_path / "secret.png"
    outside.write_bytes(b"secret")
    for name in ("..%2Fsecret.png", "%2Fetc%2Fpasswd", ".hidden", "a%00b.png", "..", "C%3A%5Ca.png"):
        for method in ("GET", "POST"):
            status, _, body = running.request(method, f"files/{name}", b"x" if method == "POST" else None)
            assert status in (400, 404), (name, body)
    for path in (
        "static/../../page.py",
        "static/%2e%2e/page.py",
        "samples/..%2F..%2Fpage",
        "static//etc/passwd",
        "static/..%5Cpage.py",
    ):
        status, _, body = running.request("GET", path)
        assert status in (400, 404), (path, body[:80])


@pytest.mark.slow
def test_uploads_are_pictures_and_have_an_end(running: Studio) -> None:
    assert running.upload(PHOTO) == "chelsea.jpg"
    assert running.upload(PHOTO) == "chelsea.jpg"  # the same bytes
    other = json.loads(running.request("POST", "files/chelsea.jpg", (PHOTO.parent / "coffee.jpg").read_bytes())[2])
    assert other["name"] == "chelsea-2.jpg"
    for body, told in ((b"no picture", b"not a picture"), (b"", b"bad.png")):
        status, _, answer = running.request("POST", "files/bad.png", body)
        assert status == 400
        assert told in answer
    status, _, answer = running.request("POST", "files/big.png", b"", Content_Length=str(MOST_UPLOAD + 1))
    assert status == 400
    assert b"larger than" in answer
    listed = json.loads(running.request("GET", "files")[2])["files"]
    assert {one["name"] for one in listed} == {"chelsea.jpg", "chelsea-2.jpg"}


def test_a_machine_of_ones_own_names_no_file_elsewhere(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "work")
    machine = workspace.folder / "mine.toml"
    run = {"type": "run", "id": 1, "recipe": "convert", "inputs": {}, "settings": {"mode": "mine.toml"}}
    machine.write_text('title = "Mine"\nwidth = 8\nheight = 8\npalette = "c64"\n')
    assert admitted(run, workspace)[0]["settings"] == {"mode": str(machine)}
    for wrong in ('palette = "../a.gpl"', 'palette = "/etc/passwd"', 'glyphs = "../a.bin"', "palette = ["):
        machine.write_text(f'title = "Mine"\nwidth = 8\nheight = 8\n{wrong}\n')
        with pytest.raises(PixelStyleError):
            admitted(run, workspace)


def test_a_run_names_files_of_the_folder_only(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "work")
    (tmp_path / "out.jpg").write_bytes(b"")
    (workspace.folder / "in.jpg").write_bytes(b"")
    (workspace.folder / "link.jpg").symlink_to(tmp_path / "out.jpg")
    run = {"type": "run", "id": 1, "recipe": "stylize", "inputs": {"content": "in.jpg", "style": "in.jpg"}}
    (sent,) = admitted(run | {"settings": {"mode": "nes", "start": "in.jpg", "palette": "c64"}}, workspace)
    inside = str(workspace.folder / "in.jpg")
    assert sent["inputs"] == {"content": inside, "style": inside}
    assert sent["settings"] == {"mode": "nes", "start": inside, "palette": "c64"}
    (sent,) = admitted(run | {"settings": {"more_style": ["in.jpg=0.5"]}, "save": ["new.png"]}, workspace)
    assert sent["settings"]["more_style"] == [f"{inside}=0.5"]
    assert sent["save"] == [str(workspace.folder / "new.png")]
    for wrong in (
        {"inputs": {"content": "../out.jpg"}},
        {"inputs": {"content": str(tmp_path / "out.jpg")}},
        {"inputs": {"content": "link.jpg"}},
        {"settings": {"start": "../out.jpg"}},
        {"settings": {"mode": str(tmp_path / "a.toml")}},
        {"settings": {"palette": "/etc/passwd"}},
        {"settings": {"weights": "../w.pth"}},
        {"settings": {"region": ["#ff0000=../out.jpg"]}},
        {"settings": {"carry": "in.jpg"}},
        {"save": ["../x.png"]},
        {"save": [".x.png"]},
        {"handed": {"weights": "AAAA"}},
        {"recipe": "nothing"},
        {"type": "put", "name": "x", "data": ""},
    ):
        with pytest.raises(PixelStyleError):
            admitted(run | wrong, workspace)
