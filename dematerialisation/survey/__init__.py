"""The survey of the directions."""
