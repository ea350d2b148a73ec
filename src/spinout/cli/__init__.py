"""The command line: commands, prompts, screens, and the one place where errors end."""
