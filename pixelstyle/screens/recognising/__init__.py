"""Is this a machine's picture in another rendering of its colours? Which entry is which, how sure that is."""
