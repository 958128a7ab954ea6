"""The commands of doors to other programs: what watches, and `mcp`."""
