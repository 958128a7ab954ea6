"""The nearest legal picture: costs per pixel and colour in, native pixels and slots out."""
