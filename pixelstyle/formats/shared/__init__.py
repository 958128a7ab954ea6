"""What many machines' files share: pixels into bytes, palette registers, tiles, PackBits."""
