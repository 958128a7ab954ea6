"""Is a picture legal, and if not, which cells clash? Nothing in here imports from screens.solving."""
