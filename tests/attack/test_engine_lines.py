"""Whatever line a client sends, the engine goes on hearing, and the client's end is its own."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest

from pixelstyle.engine.protocol import parse
from tests.engine.client import PHOTO, Client, listening

RUN = {"type": "run", "id": 9, "recipe": "convert", "inputs": {"image": PHOTO}}
LINES = {
    "no json": b"{nope",
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
    "a number": b"5",
    "deep": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "deep and whole": b'{"type":"cancel","id":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "list as id": b'{"type":"cancel","id":[1]}',
    "object as id": b'{"type":"run","id":{}}',
    "unknown command, list as id": b'{"type":"zzz","id":[1]}',
    "no number as id": b'{"type":"run","id":NaN,"recipe":"convert"}',
    "true as id": b'{"type":"run","id":true,"recipe":"convert"}',
    "long id": b'{"type":"cancel","id":' + b"9" * 5000 + b"}",
    "surrogate as type": b'{"type":"\\ud800"}',
    "surrogate as id": b'{"type":"run","id":"\\ud800","recipe":"convert","inputs":{"image":"x"}}',
    "surrogate as path": b'{"type":"run","id":7,"recipe":"convert","inputs":{"image":"\\ud800.png"}}',
    "no text as path": b'{"type":"run","id":7,"recipe":"convert","inputs":{"image":"\\udcff.png"}}',
    "null in path": b'{"type":"run","id":7,"recipe":"convert","inputs":{"image":"a\\u0000b"}}',
    "surrogate to put": b'{"type":"put","name":"\\ud800","data":"aGk="}',
    "null to put": b'{"type":"put","name":"a\\u0000","data":"aGk="}',
    "long name to put": b'{"type":"put","name":"' + b"n" * 300 + b'","data":"aGk="}',
    "path to put": b'{"type":"put","name":"../evil","data":"aGk="}',
    "surrogate to save": json.dumps(RUN | {"save": ["\ud800.png"]}).encode(),
    "null to save": json.dumps(RUN | {"save": ["a\0.png"]}).encode(),
    "objects to save": json.dumps(RUN | {"save": [{"a": 1}]}).encode(),
    "list in settings": json.dumps(RUN | {"settings": {"mode": ["x"]}}).encode(),
    "list of inputs": b'{"type":"run","id":9,"recipe":"convert","inputs":[]}',
    "object as recipe": b'{"type":"run","id":9,"recipe":{},"inputs":{}}',
    "outputs in settings": json.dumps(RUN | {"recipe": "quantize", "settings": {"plot": "a.png"}}).encode(),
    "many brackets": json.dumps(RUN | {"settings": {"background": "(" * 20_000}}).encode(),
    "hello again": b'{"type":"hello","protocol":1e400}',
    "odd expectation": b'{"type":"hello","protocol":1,"expect":{"recipe":[],"settings":"ab"}}',
    "another encoding": '{"type":"cancel","id":1}'.encode("utf-16"),
    "long": b'{"type":"zz' + b"a" * 1_000_000 + b'"}',
}


def test_half_a_line_end_of_another_encoding_costs_no_message() -> None:
    _, rest = ('{"type":"cancel","id":1}\n'.encode("utf-16-le") + b'{"type": "hello"}\n').split(b"\n", 1)
    assert parse(rest)["type"] == "hello"


@pytest.mark.slow
def test_the_engine_hears_on_whatever_it_was_told() -> None:
    with Client() as engine:
        for name, line in LINES.items():
            engine.send(line)
            engine.say("run", id="probe", recipe="convert", inputs={"image": "/nope"})
            said = engine.next()
            while said.get("id") != "probe":
                assert said.get("code") != "bug", (name, said)
                said = engine.next()
            assert said["type"] == "error", (name, said)


@pytest.mark.slow
@pytest.mark.parametrize("line", [b'{"type":"cancel","id":[1]}', b"[" * 100_000, b'{"type":"\\ud800"}'])
def test_the_client_s_end_is_the_engine_s(line: bytes) -> None:
    with Client() as engine:
        engine.send(line)
        engine.next()
        folder = Path(engine.hello["folder"])
    assert not folder.exists()


@pytest.mark.slow
def test_a_work_folder_whose_name_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff"
    Path(os.fsdecode(odd)).mkdir()
    monkeypatch.setenv("TMPDIR", os.fsdecode(odd))
    with Client() as engine:
        assert os.fsencode(engine.hello["folder"]).startswith(odd)
    assert list(Path(os.fsdecode(odd)).iterdir()) == []


@pytest.mark.slow
def test_silent_clients_do_not_shut_the_door(tmp_path: Path) -> None:
    with listening(tmp_path / "token") as address:
        host, port = address.split(":")
        silent = [socket.create_connection((host, int(port)), 5) for _ in range(100)]
        for client in silent[:50]:
            assert client.recv(1) == b""  # those that were there first have been sent away
        with socket.create_connection((host, int(port)), 5) as client:
            client.sendall(b'{"token": "wrong"}\n')
            assert b"The token is not the one" in client.recv(1000)
        began = time.monotonic()
        slow = socket.create_connection((host, int(port)), 5)
        with pytest.raises(OSError):
            while time.monotonic() - began < 20:
                slow.sendall(b"x")  # a byte now and then gains no time
                time.sleep(0.3)
        assert time.monotonic() - began < 10
        for client in (*silent, slow):
            client.close()
