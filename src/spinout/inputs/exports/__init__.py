"""Tables that other programs wrote: survey tools, spreadsheets. What stands in them, and how that becomes answers."""
