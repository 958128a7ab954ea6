"""The server: tools by the official SDK, over standard input and output."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread
from mcp.server.mcpserver import Context, Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from pixelstyle.doors.mcp_server import work
from pixelstyle.doors.mcp_server.folder import Folder
from pixelstyle.errors import PixelStyleError
from pixelstyle.version import __version__

_HELP = """\
Pictures under the rules of real 8- and 16-bit screens. All names of files are relative to one folder; nothing is read
or written outside of it, and nothing is replaced without `overwrite`. `modes` lists the machines; `convert` gives the
nearest legal picture, `stylize` paints one in the style of a painting (a picture, or a painter's name: seconds in place
of minutes); the output's extension chooses the format: .png, or one of the mode's own. `settings` takes the options of
the command line with underscores; the tool `settings` lists them."""
_READING = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITING = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False)


def server_of(folder: Folder) -> MCPServer:
    """The server, with all its tools."""
    server = MCPServer("pixelstyle", instructions=_HELP, version=__version__, log_level="WARNING")
    _add_lists(server, folder)
    _add_looks(server, folder)
    _add_work(server, folder)
    return server


def _add_lists(server: MCPServer, folder: Folder) -> None:
    @server.tool(annotations=_READING)
    def modes(about: str = "") -> list[dict[str, Any]]:
        """The machines' screen modes: name, size in the machine's pixels, files. `about`: words to look for, 'c64'."""
        return work.modes_found(about)

    @server.tool(annotations=_READING)
    def palettes(name: str | None = None) -> list[dict[str, Any]]:
        """The palettes that come along; with a name, that one's colours."""
        with _explained():
            return work.palettes_found(name)

    @server.tool(annotations=_READING)
    async def painters() -> list[dict[str, Any]]:
        """The painters for `stylize`: each has learnt a painting, and paints in a second."""
        with _explained():
            return await anyio.to_thread.run_sync(work.painters_found)

    @server.tool(annotations=_READING)
    def settings(recipe: str) -> list[dict[str, Any]]:
        """What `settings` may hold in the tool `convert` or `stylize`: names, meanings, defaults, limits."""
        with _explained():
            return work.settings_of(recipe)

    @server.tool(annotations=_READING)
    def files() -> list[str]:
        """The files in the folder."""
        return folder.pictures()


def _add_looks(server: MCPServer, folder: Folder) -> None:
    @server.tool(annotations=_READING, structured_output=False)
    async def view(file: str, mode: str | None = None) -> list[Any]:
        """Show a machine's native file, or a PNG that is legal for one. `mode` where the file does not tell it."""
        with _explained():
            facts, png = await anyio.to_thread.run_sync(work.look, folder, file, mode)
        return [facts, Image(data=png, format="png")]

    @server.tool(annotations=_READING, structured_output=False)
    async def check(file: str, mode: str | None = None) -> list[Any]:
        """Whether a machine can show a picture as it is: each clash, and the picture with its clashes framed.

        Without `mode`, for a PNG that tells none: in which modes it is legal.
        """
        with _explained():
            facts, png = await anyio.to_thread.run_sync(work.judge, folder, file, mode)
        return [facts] if png is None else [facts, Image(data=png, format="png")]


def _add_work(server: MCPServer, folder: Folder) -> None:
    one_at_a_time = anyio.Lock()

    async def make(context: Context, request: Callable[[], work.Request]) -> list[Any]:
        stopped = threading.Event()

        def tell(iteration: int, iterations: int) -> None:
            anyio.from_thread.run(context.report_progress, iteration, iterations)

        def done() -> dict[str, Any]:
            return request().make(folder, tell, stopped.is_set)

        async with one_at_a_time:
            try:
                with _explained():
                    facts = await anyio.to_thread.run_sync(done, abandon_on_cancel=True)
            finally:
                stopped.set()
        return [facts, Image(data=facts.pop("picture"), format="png")]

    @server.tool(annotations=_WRITING, structured_output=False)
    async def convert(
        context: Context,
        image: str,
        output: str | list[str],
        mode: str = "c64-multicolor",
        overwrite: bool = False,
        settings: dict[str, Any] | None = None,
    ) -> list[Any]:
        """The nearest picture to `image` that a machine can show, written to `output` (one file or several)."""
        given = _with(settings, mode=mode)
        return await make(
            context, lambda: work.Request.of(folder, "convert", {"image": image}, given, output, overwrite)
        )

    @server.tool(annotations=_WRITING, structured_output=False)
    async def stylize(
        context: Context,
        content: str,
        style: str,
        output: str | list[str],
        mode: str = "c64-multicolor",
        overwrite: bool = False,
        settings: dict[str, Any] | None = None,
    ) -> list[Any]:
        """Paint `content` under a machine's rules, in the style of a picture, or by a painter of that name (a second).

        By a picture it takes minutes: `settings` {"quality": "draft"} or {"iterations": 50} take less.
        """
        painted = "." not in style  # by a painter, none of whose names has one
        inputs = {"content": content} | ({} if painted else {"style": style})
        given = _with(settings, mode=mode) | ({"painter": style} if painted else {})
        return await make(context, lambda: work.Request.of(folder, "stylize", inputs, given, output, overwrite))


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """What is meant for people reaches the model; of anything else it hears only that it failed."""
    try:
        yield
    except PixelStyleError as error:
        raise ToolError(str(error)) from None
    except OSError as error:
        raise ToolError(f"The system refused: {(error.strerror or 'no more is known').lower()}.") from None


def _with(settings: Mapping[str, Any] | None, mode: str) -> dict[str, Any]:
    return {"mode": mode, **(settings or {})}
