"""Calls by many: a worker that dies costs its call only, nobody else reaches any, and none is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.workers import Call, Cluster, WorkerDiedError, at_work, carried, deal, gpus_for, have_dask, laid_out
from tests.command_line import ROOT, CommandLine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers of this machine."""
    with Cluster(2, gpus=["GPU-a", "GPU-b"]) as two:
        yield two


def given(function: Any, *arguments: Any) -> Call:
    return Call(function, lambda: arguments)


def never() -> int:
    return 0


def doubled(number: int, seconds: float = 0.0) -> tuple[int, int, str]:
    """Twice the number, by whom, and on which GPU; -1 ends the worker."""
    time.sleep(seconds)
    if number < 0:
        os._exit(9)
    return 2 * number, os.getpid(), os.environ["CUDA_VISIBLE_DEVICES"]


def until_asked(owner: str, place: str) -> int:
    """Write down that it has begun, wait until somebody asks for its end, and give how often."""
    with at_work(owner) as asked:
        Path(place).touch()
        while not (times := asked()):
            time.sleep(0.02)
        Path(place).with_suffix(".kept").write_text(str(times))
        return times


def test_a_worker_that_dies_costs_its_own_call(cluster: Cluster) -> None:
    numbers = [1, 2, -1, 3, 4, -1, -1, 5, 6, 7]
    ended = {one.number: one for one in deal(cluster, [given(doubled, each, 0.1) for each in numbers], never)}
    assert sorted(ended) == list(range(10))
    for number, each in enumerate(numbers):
        if each < 0:
            assert isinstance(ended[number].error, WorkerDiedError)
        else:
            assert ended[number].result[0] == 2 * each


def test_a_killed_worker_has_one_call_at_most_and_another_takes_its_place(cluster: Cluster) -> None:
    before, lost = set(cluster.processes()), 0
    for number, one in enumerate(deal(cluster, [given(doubled, n, 0.3) for n in range(8)], never)):
        lost += one.error is not None
        if number == 1:
            os.kill(max(cluster.processes()), signal.SIGKILL)
    assert lost <= 1
    until = time.monotonic() + 300
    while cluster.size() < 2:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len(set(cluster.processes()) - before) == 1


def test_each_worker_has_a_gpu_of_its_own(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    until = time.monotonic() + 300
    while cluster.size() < 2:
        assert time.monotonic() < until
        time.sleep(0.1)
    found = {one.result[1:] for one in deal(cluster, [given(doubled, n, 0.2) for n in range(6)], never)}
    assert sorted(gpu for _, gpu in found) == ["GPU-a", "GPU-b"]
    monkeypatch.setattr("torch.cuda.device_count", lambda: 3)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert gpus_for("cuda") == ["0", "1", "2"] and gpus_for("cuda:1") == gpus_for("cpu") == []
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "5,2")
    assert gpus_for("auto") == ["5", "2"]


def test_calls_at_work_hear_that_they_are_to_end_and_no_other_is_begun(cluster: Cluster, tmp_path: Path) -> None:
    places = [tmp_path / str(number) for number in range(4)]

    def asked() -> int:
        return int(sum(place.exists() for place in places) == 2)

    calls = [given(until_asked, cluster.owner, str(place)) for place in places]
    assert [one.result for one in deal(cluster, calls, asked)] == [1, 1]
    assert [place.exists() for place in places] == [True, True, False, False]


def test_nobody_else_on_this_machine_reaches_them(cluster: Cluster) -> None:
    from distributed import Security

    address = cluster._client.scheduler.address
    assert address.startswith("tls://127.0.0.1:")

    def hears(key: ssl.SSLContext | None) -> bytes:
        """What the scheduler says to whoever comes with such a key: it greets its own."""
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=60) as plain:
            if key is None:
                plain.sendall(b"\0" * 64)
                return plain.recv(1)
            with key.wrap_socket(plain) as safe:
                return safe.recv(1)

    ours = cluster._client.security.get_connection_args("client")["ssl_context"]
    assert hears(ours)
    # A stranger who does not care whom he talks to, so that it is the scheduler who refuses.
    stranger = Security.temporary().get_connection_args("client")["ssl_context"]
    without = ssl.create_default_context()
    for key in (stranger, without):
        key.check_hostname, key.verify_mode = False, ssl.CERT_NONE
        with pytest.raises((ConnectionError, ssl.SSLError)):
            hears(key)
    with contextlib.suppress(ConnectionError):
        assert not hears(None)


def test_workers_that_cannot_begin_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with (
        pytest.raises(PixelStyleError, match="No worker comes to its work"),
        Cluster(2) as none,
    ):
        list(deal(none, [given(doubled, 1)], never))


def test_whoever_dies_leaves_no_worker_and_what_is_at_work_is_kept(tmp_path: Path) -> None:
    script = tmp_path / "owner.py"  # without a guard: workers are programs of their own, which do not read it again
    script.write_text(
        "from pixelstyle.workers import Call, Cluster, deal\n"
        "from tests.workers.test_workers import until_asked\n"
        "with Cluster(1) as one:\n"
        f"    call = Call(until_asked, lambda: (one.owner, {str(tmp_path / 'begun')!r}))\n"
        "    print(*one.processes(), flush=True)\n"
        "    list(deal(one, [call], lambda: 0))\n"
    )
    where = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=where, text=True) as owner:
        worker = int(owner.stdout.readline())
        until = time.monotonic() + 300
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        owner.kill()
    while Path(f"/proc/{worker}").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert (tmp_path / "begun.kept").read_text() == "2"


def test_files_that_come_along_are_where_the_worker_can_read_them(tmp_path: Path) -> None:
    (tmp_path / "art.xcf").write_bytes(b"layers")
    files = carried({"content": f"{tmp_path / 'art.xcf'}#layer=Sky"})
    with laid_out(files) as places:
        file, _, layer = places["content"].partition("#layer=")
        assert (Path(file).read_bytes(), Path(file).name, layer) == (b"layers", "art.xcf", "Sky")
    assert not Path(file).exists()
    with pytest.raises(PixelStyleError, match=r"no-such\.png"):
        carried({"content": "no-such.png"})


def test_without_dask_one_process_does_it_and_says_so(
    pixelstyle: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(2):
        Image.new("RGB", (96, 64), (90 * number, 40, 40)).save(tmp_path / f"in/{number}.png")
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    assert not have_dask()
    painted = ["batch", tmp_path / "in", "--painter", "van-gogh", "-m", "pico-8"]
    ran = pixelstyle(*painted, "-o", tmp_path / "out")
    assert ran.status == 0
    assert "One picture at a time, since Dask is not installed" in ran.err.splitlines()[0]
    ran = pixelstyle(*painted, "--workers", 2, "-o", tmp_path / "other")
    assert (ran.status, ran.err) == (
        2, "pixelstyle: Several workers need Dask: pip install 'pixelstyle[style]', or '.[style]' in a checkout.\n"
    )  # fmt: skip
