"""What a batch says of one document, and the short way to it: adding up what each answer puts in."""
