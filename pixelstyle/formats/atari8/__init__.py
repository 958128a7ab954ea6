"""Files of the Atari 400, 800, XL and XE: what their editors save, and programs that start."""
