"""Several pictures that share what one screen would have."""
