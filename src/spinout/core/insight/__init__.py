"""What the numbers are for: what would change a verdict, and how firmly it stands."""
