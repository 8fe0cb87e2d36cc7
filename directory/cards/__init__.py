"""Writing a card: `photos`, `actions`, `forms`, `views`."""
