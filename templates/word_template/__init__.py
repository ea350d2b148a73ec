"""What the shipped Word template is made of, as words that can be read and reviewed."""
