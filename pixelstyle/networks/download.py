"""Weights that are fetched at first use: resumed where they broke off, checked, and then kept for good."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import cache_folder, sha256_of

CHUNK = 1 << 18
PATIENCE = 30.0
"""Seconds without a byte after which a connection counts as broken."""

Report = Callable[[int], None]
"""Told how many bytes there are so far."""


def downloaded(url: str) -> Path:
    """The file at `url`, whose name ends in the start of its sha256 (vgg19-dcbb9e9d.pth), from the cache or fetched.

    One process fetches, others wait for it. What was fetched before an interruption stays beside it as NAME.part and is
    continued. The file takes its name only when its checksum is right, which is looked at whenever it is asked for: one
    that has been damaged since is fetched anew. Raises PixelStyleError when it cannot be had; --weights FILE is then
    the way out.
    """
    name = url.rsplit("/", 1)[-1]
    match = re.search(r"-([0-9a-f]{8,64})\.\w+$", name)
    if match is None:
        raise ValueError(f"{name} does not say its checksum")
    folder = cache_folder() / "networks"
    path, unfinished = folder / name, folder / f"{name}.part"
    try:
        if path.exists() and sha256_of(path).startswith(match[1]):
            return path
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(unfinished):
            # Another process may have fetched it while this one waited; what has been damaged since is fetched anew.
            if path.exists() and sha256_of(path).startswith(match[1]):
                return path
            _fetch(url, unfinished, name)
            found = sha256_of(unfinished)
            if not found.startswith(match[1]):
                unfinished.unlink()
                raise PixelStyleError(
                    f"The weights {name} arrived damaged (sha256 {found[:8]}..., not {match[1]}) and were thrown away: "
                    "try again, or give a file with --weights FILE."
                )
            unfinished.replace(path)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise PixelStyleError(
            f"The weights {name} cannot be downloaded ({reason}): connect to the internet and try again, bring them "
            f"with --weights FILE, or use the network vgg19-caffe, which needs no download."
        ) from None
    return path


@contextlib.contextmanager
def _alone(unfinished: Path) -> Iterator[None]:
    """Be the only process that fetches into a file: others wait here. It is the lock itself, so that nothing is left.

    On Windows, where there are no such locks and an open file cannot be renamed, nobody waits.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    while True:
        with unfinished.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not (unfinished.exists() and os.path.samestat(os.fstat(file.fileno()), unfinished.stat())):
                continue  # whoever had it has finished it, and the name is free again
            try:
                yield
            finally:
                with contextlib.suppress(FileNotFoundError):
                    if unfinished.stat().st_size == 0:
                        unfinished.unlink()
            return


def _fetch(url: str, unfinished: Path, name: str) -> None:
    """Append to `unfinished` what is missing of it. Raises OSError when the connection fails or breaks off."""
    have = unfinished.stat().st_size if unfinished.exists() else 0
    # S310: an address of ours, not a stranger's.
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310
    try:
        response = urllib.request.urlopen(request, timeout=PATIENCE)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == 416:  # there is nothing after what we have: the checksum will tell whether that is right
            return
        raise
    with response:
        continued = response.status == 206
        start = have if continued else 0
        length = response.headers.get("Content-Length")
        total = start + int(length) if length else None
        with unfinished.open("ab" if continued else "wb") as file, _progress(name, start, total) as report:
            end = _copy(response, file, start, report)
    if total is not None and end < total:
        raise OSError("the connection broke off; what arrived is kept")


def _copy(source: IO[bytes], target: IO[bytes], position: int, report: Report) -> int:
    while chunk := source.read(CHUNK):
        target.write(chunk)
        position += len(chunk)
        report(position)
    return position


@contextlib.contextmanager
def _progress(name: str, start: int, total: int | None) -> Iterator[Report]:
    """A bar on the terminal, or one line where there is none to draw on."""
    if not sys.stderr.isatty():
        print(f"Downloading {name}{f', {total / 1e6:.0f} MB' if total else ''}", file=sys.stderr)
        yield lambda position: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn(name), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=total, completed=start)
        yield lambda position: bar.update(task, completed=position)
