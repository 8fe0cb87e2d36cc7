"""« Signaler un problème »: told by anyone, shown on the room, mended by who keeps it."""
