"""Floppy disks with a picture on them, for machines whose picture files have no family of disks of their own."""
