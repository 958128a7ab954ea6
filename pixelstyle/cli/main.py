"""The commands, and what becomes of errors.

Exit status: 0 done; 1 `check` found clashes, or a run ended early (its picture is saved); 2 something in the request is
wrong, told in one line; 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP. A traceback is a bug of ours.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import typer

from pixelstyle.cli.commands.listed import app, owners_of
from pixelstyle.cli.help.views import asked_view, narrow, print_short
from pixelstyle.cli.termination import UNFINISHED, StoppedEarlyError, ended_by
from pixelstyle.errors import PixelStyleError, missing_extra, one_line
from pixelstyle.files import SavedElsewhereError

__all__ = ["app", "main"]

_COMPLETE = "_PIXELSTYLE_COMPLETE"
"""What a shell sets that wants to know what a word may become."""
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""The common base of what typer raises for wrong arguments: click's own class, or typer's copy of it, by version."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. `arguments` are those of the process unless given."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # file names may hold anything
    status = _run(sys.argv[1:] if arguments is None else list(arguments))
    try:
        sys.stdout.flush()
    except OSError as error:  # what was printed could not be written after all
        _silence(sys.stdout)
        status = status or _untold(error)
    if arguments is None and status:
        # All is saved and said. What a step that ran out of memory has left in torch's queues may wait for an
        # interpreter that is gone (torch 2.4 does, for ever); an impatient Ctrl-C must not hit one that shuts down;
        # and who is refused need not wait for that, a tenth of all the time.
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    return status


def _run(arguments: list[str]) -> int:
    """One command, with every error that is a person's told in one line."""
    commands: Any = None
    try:
        arguments, view = asked_view(_with_address(arguments) or ["--help"])
        if _COMPLETE in os.environ:
            view = None
        if view == "" and arguments == ["--help"]:
            from pixelstyle.cli.help.first_page import print_first_page  # here, since few ask for it

            print_first_page()
            return 0
        commands = typer.main.get_command(app(_asked(arguments)))
        if len(arguments) == 1 and hasattr(_found(commands, arguments), "commands"):  # `pixelstyle gimp`
            arguments, view = [*arguments, "--help"], ""
        if view is not None and (command := _found(commands, arguments[:-1])) is not None:
            if not view:
                print_short(command, arguments[:-1])
                return 0
            narrow(command, view)
        gc.enable()
        status = commands(arguments, prog_name="pixelstyle", standalone_mode=False)
    except SavedElsewhereError as error:
        return _complain(str(error), UNFINISHED)
    except PixelStyleError as error:
        return _complain(str(error))
    except OSError as error:
        _silence(sys.stdout)
        return _untold(error)
    except _USAGE_ERROR as error:
        return _complain(_usage(error))
    except ModuleNotFoundError as error:
        return _complain(str(missing_extra(error)))
    except (ImportError, MemoryError) as error:
        if isinstance(error, ImportError) and not re.search("map segment|allocate memory", str(error)):
            raise
        return _complain("There is not enough memory even to begin; close other programs.")
    except StoppedEarlyError:
        return _complain("Stopped before there was a picture; nothing was written.", ended_by())
    except (typer.Abort, KeyboardInterrupt):
        return ended_by()
    return int(status or 0)


def _found(commands: Any, path: Sequence[str]) -> Any:
    """The command at a path of names; None where there is none, and typer says so."""
    for name in path:
        commands = getattr(commands, "commands", {}).get(name)
    return commands


def _with_address(arguments: list[str]) -> list[str]:
    if "--vice" not in arguments:
        return arguments
    from pixelstyle.cli.doors.watch_options import with_address  # here, since few ask for it

    return with_address(arguments)


def _asked(arguments: Sequence[str]) -> str | None:
    """The command that is asked for, whether there is one or not; None where it may be any, as where all are listed or
    a shell completes a line. A version needs none of them."""
    any_may_be = _COMPLETE in os.environ or (arguments[0].startswith("-") and arguments[0] != "--version")
    return None if any_may_be else arguments[0]


def _usage(error: Exception) -> str:
    """What is wrong with the arguments, and where to read how they should be."""
    message = getattr(error, "format_message", error.__str__)()
    option = getattr(error, "option_name", None)
    if option and (owners := owners_of(option)):
        *others, last = owners
        return f"No such option: {option}. It belongs to {', '.join(others)}{' and ' if others else ''}{last}."
    command = getattr(getattr(error, "ctx", None), "command_path", "pixelstyle")
    return f"{message.rstrip('.?')}{'?' if message.endswith('?') else '.'} See '{command} --help'."


def _complain(text: str, status: int = 2) -> int:
    """One line on standard error, although file names may hold line ends, and what is no letter."""
    line = one_line(text).encode("utf-8", "backslashreplace").decode()
    with contextlib.suppress(OSError):  # there is nobody to be told
        print(f"pixelstyle: {line}", file=sys.stderr, flush=True)
    return status


def _silence(stream: TextIO) -> None:
    from pixelstyle.cli.progress import silence  # here, since it needs what a run needs

    silence(stream)


def _untold(error: OSError) -> int:
    """What becomes of output that cannot be written: a reader who has had enough is no trouble."""
    if isinstance(error, BrokenPipeError):
        return 0
    where = f" '{error.filename}'" if error.filename else ""
    return _complain(f"The system refused{where}: {(error.strerror or str(error)).lower()}.")


if __name__ == "__main__":
    sys.exit(main())
