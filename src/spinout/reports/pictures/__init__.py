"""Pictures as plain shapes, each with its table and its words."""
