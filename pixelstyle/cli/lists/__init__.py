"""What there is: modes, palettes, networks and presets, as tables and as JSON."""

from pixelstyle.cli.lists.commands import modes_command, networks_command, palettes_command, presets_command, rules_of

__all__ = ["modes_command", "networks_command", "palettes_command", "presets_command", "rules_of"]
