"""How layers are computed quickly: convolutions, pooling, precision. Nothing here knows a network by name."""
