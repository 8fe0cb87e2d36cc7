"""« Gérer les salles »: one page that leads those who manage rooms to each of their lists."""
