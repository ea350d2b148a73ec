"""A function for each command, under its name; a command loads no other module of them."""
