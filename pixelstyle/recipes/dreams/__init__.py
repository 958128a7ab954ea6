"""What dreams are made of: stimuli, octaves, zoom animations, objectives that follow a schedule."""
