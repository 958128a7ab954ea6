"""The commands of painters and painting: `painters`, `train`, `live` and `studio`."""
