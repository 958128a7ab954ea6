"""Tile limits: similar tiles become one."""
