"""Which of a machine's many colours suit a picture: palettes and sub-palettes."""
