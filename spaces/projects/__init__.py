"""Projects: `changes` (what is new for somebody), `actions`, `forms`, `views`."""
