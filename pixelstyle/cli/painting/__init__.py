"""The commands of painters: `painters`, `train` and `live`."""
