"""The command line: commands, prompts, screens, and the one place where errors end."""

import gc

GC_DEFAULT = gc.get_threshold()
"""When Python searches for garbage that goes round in circles; put off while a command starts, and no longer."""
