"""What a report says: the view that every format renders."""
