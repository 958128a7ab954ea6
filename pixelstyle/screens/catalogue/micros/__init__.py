"""Screens of 8-bit home computers."""
