"""What --help shows: a first page, one screen for each command, or all of it."""
