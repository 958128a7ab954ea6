"""`python -m pixelstyle` is `pixelstyle`."""

import sys

from pixelstyle.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
