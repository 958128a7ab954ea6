"""Screens of consoles and handhelds."""
