"""A film within so many bytes a frame, see `within`."""
