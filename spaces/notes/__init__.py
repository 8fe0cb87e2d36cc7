"""Notes that the members write together, version after version."""
