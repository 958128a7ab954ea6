"""Downloads, against a server on this machine: whole, continued, damaged, refused."""

import hashlib
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.networks.download import downloaded
from tests.command_line import ROOT

DATA = bytes(range(256)) * 4000
NAME = f"net-{hashlib.sha256(DATA).hexdigest()[:8]}.pth"


class Server(http.server.BaseHTTPRequestHandler):
    ranges = True
    stop_after: int | None = None
    body = DATA
    url: str
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.asked.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.ranges else 0
        if start >= len(self.body):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(self.body) - start))
        self.end_headers()
        self.wfile.write(self.body[start : self.stop_after])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    monkeypatch.setenv("PIXELSTYLE_CACHE", str(tmp_path))

    class Handler(Server):
        asked: ClassVar[list[str | None]] = []

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        Handler.url = f"http://127.0.0.1:{listening.server_port}/{NAME}"
        yield Handler
        listening.shutdown()


@pytest.mark.parametrize("ranges", [True, False])
def test_an_interrupted_download_is_continued_checked_and_kept(
    server: type[Server], tmp_path: Path, ranges: bool
) -> None:
    server.ranges, server.stop_after = ranges, 300_000
    with pytest.raises(PixelStyleError, match=r"broke off.*--weights"):
        downloaded(server.url)
    assert (tmp_path / "networks" / f"{NAME}.part").stat().st_size == 300_000
    server.stop_after = None
    for _ in range(2):
        assert downloaded(server.url).read_bytes() == DATA
    assert server.asked == [None, "bytes=300000-"], "the second time it comes from the cache"
    assert [path.name for path in (tmp_path / "networks").iterdir()] == [NAME]


def test_a_complete_part_needs_only_its_checksum(server: type[Server], tmp_path: Path) -> None:
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / f"{NAME}.part").write_bytes(DATA)
    assert downloaded(server.url).read_bytes() == DATA


def test_damaged_data_is_thrown_away(server: type[Server], tmp_path: Path) -> None:
    server.body = DATA[:-1] + b"x"
    with pytest.raises(PixelStyleError, match="arrived damaged"):
        downloaded(server.url)
    assert not list((tmp_path / "networks").iterdir())


def test_a_cached_file_that_has_been_damaged_is_fetched_anew(server: type[Server]) -> None:
    path = downloaded(server.url)
    path.write_bytes(DATA[:-1] + b"x")
    assert downloaded(server.url).read_bytes() == DATA


@pytest.mark.slow
def test_of_two_processes_one_fetches_and_both_have_it(server: type[Server], tmp_path: Path) -> None:
    code = f"from pixelstyle.networks.download import downloaded; downloaded({server.url!r})"
    processes = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(6)]
    assert [process.wait(60) for process in processes] == [0] * 6
    assert server.asked == [None]
    assert [path.name for path in (tmp_path / "networks").iterdir()] == [NAME]


def test_offline_is_one_clear_line(server: type[Server]) -> None:
    with pytest.raises(PixelStyleError) as caught:
        downloaded("http://127.0.0.1:1/" + NAME)
    assert "cannot be downloaded" in str(caught.value)
    assert "\n" not in str(caught.value)
