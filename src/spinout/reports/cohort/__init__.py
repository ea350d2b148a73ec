"""What is said of many services at once."""
