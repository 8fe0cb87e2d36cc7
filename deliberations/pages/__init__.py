"""Pages of every agent: `votes` in words, `zip_archive` of a session, `forms`, `views`, `feeds`."""
