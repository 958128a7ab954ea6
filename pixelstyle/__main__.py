"""`python -m pixelstyle` is `pixelstyle`."""

from pixelstyle.cli.main import main

if __name__ == "__main__":
    main()
