"""On later days, the dates of the demonstration move to today; what a visitor wrote or touched stays where it is."""
