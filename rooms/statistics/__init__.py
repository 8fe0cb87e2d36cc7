"""How rooms are used, for whoever keeps them: by room, site, hour and direction, and what was sought in vain."""
