"""Pages of every agent: `votes` in words, `forms`, `views`, `feeds`."""
