"""`python -m pixelstyle.engine`: speaks with whoever holds its stdin and stdout, until stdin ends."""

from pixelstyle.engine.pipes import serve_pipes

if __name__ == "__main__":
    serve_pipes()
