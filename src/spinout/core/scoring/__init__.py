"""What every assessment says: standings, ranges, gates, the verdict, rules, and what the numbers hang on."""
