"""From a view to a file: a module for each format, and the environment of templates."""
