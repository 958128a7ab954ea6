"""Files of consoles and handhelds: video memory and cartridges that boot."""
