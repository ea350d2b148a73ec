"""One function for each thing that a person wants done. Nothing here prints or asks."""
