"""Floor 11: live: a camera, a film or a folder, frame by frame by a painter, to wherever it is looked at."""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.live.session import Show, show_live
    from pixelstyle.live.sinks import open_sink
    from pixelstyle.live.sources import Source, open_source

__all__ = ["Show", "Source", "open_sink", "open_source", "show_live"]

hand_on_late(__name__)
