"""Where the shipped questions and templates are: in the wheel, or in the checkout beside src/."""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `questions` or `templates` that came with this program.

    Raises FileNotFoundError where the installation is damaged.
    """
    for folder in (HERE / "_data" / name, HERE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"The folder {name} that belongs to spinout is missing. Install spinout again.")


def kept(name: str) -> Path:
    """Where the build keeps a file of its own making; a checkout has none there."""
    return HERE / "_data" / name
