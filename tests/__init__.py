"""The tests, a package: helpers are imported by their whole name from the project's root, as tests.command_line."""
