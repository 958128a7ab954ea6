"""What a person keeps, in the folder of their configuration: presets, favourites, history. No GIMP in here."""
