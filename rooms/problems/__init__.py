"""« Signaler un problème »: reported by anyone, shown on the room, settled by those who manage it."""
