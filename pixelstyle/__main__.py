"""`python -m pixelstyle` is `pixelstyle`: the commands are imported in such a way that Ctrl-C is quiet even then."""

import os
import signal
import sys
from types import FrameType

_STOPPED = 130
"""128 + SIGINT, as shells count."""


def start() -> int:
    """Run the command that the process was called with; gives the exit status."""
    heard = signal.getsignal(signal.SIGINT)
    if heard not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGINT, lambda *_: os._exit(_STOPPED))  # there is nothing yet that could be kept
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


if __name__ == "__main__":
    sys.exit(start())
