"""`python -m pixelstyle` is `pixelstyle`: the commands are imported in such a way that Ctrl-C is quiet even then."""

import gc
import os
import signal
import sys
from types import FrameType

_STOPPED = 130
"""128 + SIGINT, as shells count."""


def start() -> int:
    """Run the command that the process was called with; gives the exit status."""
    _open_what_is_closed()
    heard = signal.getsignal(signal.SIGINT)
    if heard not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGINT, lambda *_: os._exit(_STOPPED))  # there is nothing yet that could be kept
    gc.disable()  # what is imported is no garbage; to look for some takes a tenth of the time, until a command begins
    from pixelstyle.cli.main import main

    presses: list[int] = []

    def pressed(number: int, frame: FrameType | None) -> None:
        presses.append(number)
        raise KeyboardInterrupt

    if heard not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGINT, pressed)
    try:
        return main()
    except KeyboardInterrupt:  # one more press, when what there was is saved
        return _STOPPED
    except Exception:  # what a library makes of a press while it reads a file
        if not presses:
            raise
        return _STOPPED
    finally:
        if heard not in (signal.SIG_IGN, None):
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the interpreter's last moments would answer with a traceback


def _open_what_is_closed() -> None:
    """Whoever calls with a standard stream closed (`>&-`) wants to hear nothing; no file of the person's must get its
    number, or what is said would be written into it."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", closefd=False))


if __name__ == "__main__":
    sys.exit(start())
