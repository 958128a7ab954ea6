"""Commands that make data for game engines: tiles of several pictures, sprites."""
