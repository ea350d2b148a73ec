"""spinout: is a public service ready to become a mutual?"""

__version__ = "0.1.0"
