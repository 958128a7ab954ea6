"""A mode from a mode: with locked colours, without forbidden ones, on a smaller screen."""
