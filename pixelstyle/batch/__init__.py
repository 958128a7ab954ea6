"""Floor 7: batches: one recipe for many pictures, over processes or frame by frame, and sheets that vary settings."""
