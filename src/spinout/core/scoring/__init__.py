"""What every assessment says: statuses, ranges, gates, the verdict, rules, and what the numbers hang on."""
