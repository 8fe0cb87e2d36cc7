"""Use of rooms, for those who manage them, by room, site, hour and direction: `compute`, `views`."""
