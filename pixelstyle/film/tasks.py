"""A film as tasks: key frames in a tree, then the frames between two of them, each by itself and in any order.

A shot's first frame stands alone. The last of its keys knows the first, the one in the middle knows both, and so on:
every frame lies between two that are there already, so that what stands still between them can be the same everywhere
although nobody has waited for more than a few others. A task is named by the hash of all that goes into it, tasks
before it included: the same name, the same bytes, on whatever machine it is done and however often.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

CHUNK = 16
"""Frames from one key to the next."""


@dataclass(frozen=True)
class Task:
    """What is to be done by itself."""

    name: str
    """The SHA-256 of all that goes into it, in hexadecimal digits."""
    kind: str
    """'key': the first frame of a piece of content; 'between': the others."""
    content: str
    """The name of the piece of content, of one to CHUNK frames."""
    palette: str
    """The name of the shot's colours."""
    left: str | None
    """The name of the key before it: of a 'between' its own, None for a shot's first."""
    right: str | None
    """The same of the key after it, if there is one yet."""
    level: int
    """How many tasks have to be done one after the other before this one."""
    first: int
    """The number of its first frame in the film, from 0."""
    frames: int
    """How many it makes."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The tasks before it, by name."""
        return tuple(name for name in (self.left, self.right) if name is not None)

    @property
    def inputs(self) -> tuple[str, ...]:
        """All files that go into it, by name."""
        return (self.content, self.palette, *self.needs)

    def record(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def digest(*parts: object) -> str:
    """The SHA-256 of plain data and bytes, in hexadecimal digits."""
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        whole.update(len(data).to_bytes(8, "little") + data)
    return whole.hexdigest()


def tasks_of_shot(look: str, pieces: Sequence[tuple[str, int]], palette: str, first: int) -> Iterator[Task]:
    """The tasks of one shot, those that others need before these.

    `look`: the name of how frames are made; `pieces`: the names of the shot's pieces of content and how many frames
    each has; `palette`: the name of its colours; `first`: the number of its first frame.
    """
    keys: dict[int, Task] = {}
    starts = [first + sum(count for _, count in pieces[:number]) for number in range(len(pieces))]

    def task(kind: str, piece: int, left: Task | None, right: Task | None) -> Task:
        content, count = pieces[piece]
        names = [None if key is None else key.name for key in (left, right)]
        level = 1 + max((key.level for key in (left, right) if key is not None), default=-1)
        frame, frames = (starts[piece], 1) if kind == "key" else (starts[piece] + 1, count - 1)
        name = digest("task", look, kind, content, palette, *names)
        return Task(name, kind, content, palette, names[0], names[1], level, frame, frames)

    for piece, left, right in _in_order(len(pieces)):
        known = [None if key is None else keys[key] for key in (left, right)]
        keys[piece] = task("key", piece, *known)
        yield keys[piece]
    for piece, (_, count) in enumerate(pieces):
        if count > 1:
            yield task("between", piece, keys[piece], keys.get(piece + 1))


def _in_order(count: int) -> Iterator[tuple[int, int | None, int | None]]:
    """Each of so many keys with those to its left and right, which come before it."""
    yield 0, None, None
    if count > 1:
        yield count - 1, 0, None
    gaps = [(0, count - 1)]
    while gaps:
        left, right = gaps.pop(0)
        if right - left > 1:
            middle = (left + right) // 2
            yield middle, left, right
            gaps += [(left, middle), (middle, right)]
