"""What every agent reads: `votes` in words, `zip_archive` of a session, `forms`, `views`, `feeds`."""
