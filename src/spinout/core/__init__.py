"""The pure part: values in, values out; no files, clock, randomness or terminal."""
