"""The votes of a whole session, entered in one table: `actions`, `forms` (what a blank cell means), `views`."""
