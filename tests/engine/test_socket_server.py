"""The engine behind a socket: who gets in, who does not."""

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pixelstyle.engine import read_token, serve_socket
from pixelstyle.engine.socket_server import parse_address
from pixelstyle.errors import PixelStyleError
from tests.engine.client import PHOTO, listening


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """The port of a server whose token lies in tmp_path / 'token'."""
    with listening(tmp_path / "token") as address:
        yield int(address.rpartition(":")[2])


@pytest.mark.slow
def test_the_token_opens_a_session_that_ends_with_the_connection(server: int, tmp_path: Path) -> None:
    token = (tmp_path / "token").read_text().strip()
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    with socket.create_connection(("127.0.0.1", server)) as client, client.makefile("rw") as lines:
        run = {"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": PHOTO}, "settings": {}}
        for message in ({"token": token}, {"type": "hello", "protocol": 1, "inline": True}, run):
            lines.write(json.dumps(message) + "\n")
        lines.flush()
        answers = [json.loads(lines.readline()) for _ in range(4)]
        kinds = [answer["type"] for answer in answers]
        kinds.remove("ready")  # comes when it comes: this run does not wait for it
        assert kinds == ["hello", "started", "done"]
        folder = Path(answers[0]["folder"])
        assert folder.is_dir()
    deadline = time.monotonic() + 5
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not folder.exists()


@pytest.mark.parametrize("first", [b'{"token": "wrong"}\n', b'{"type": "hello", "protocol": 1}\n', b"\n", b"x" * 5000])
def test_without_the_token_nothing_is_started(server: int, first: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server)) as client:
        client.sendall(first)
        client.settimeout(10)
        answer = b""
        try:
            while part := client.recv(4096):
                answer += part
        except ConnectionResetError:
            pass
    assert b"hello" not in answer and (b"token" in answer or not answer)


@pytest.mark.parametrize("address", ["0.0.0.0:1", "192.168.1.7:80", "[::]:1", "example.org:1", "17380", "127.0.0.1:x"])
def test_only_this_computer_is_served(address: str, tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError):
        serve_socket(address, tmp_path / "token", print)


def test_addresses() -> None:
    assert parse_address("127.0.0.1:80") == ("127.0.0.1", 80)
    assert parse_address("[::1]:80") == ("::1", 80)


def test_a_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    token = tmp_path / "token"
    assert read_token(token) == read_token(token)
    token.chmod(0o644)
    with pytest.raises(PixelStyleError, match="chmod 600"):
        read_token(token)


def test_what_holds_no_token_is_one_line_and_is_not_waited_for(tmp_path: Path) -> None:
    binary, pipe, folder = (tmp_path / name for name in ("binary", "pipe", "folder"))
    binary.write_bytes(b"\xff" * 64)
    binary.chmod(0o600)
    os.mkfifo(pipe, 0o600)
    folder.mkdir(mode=0o700)
    for path, told in ((binary, "holds no token"), (pipe, "a pipe"), (folder, "is a folder")):
        with pytest.raises(PixelStyleError, match=told):
            read_token(path)
