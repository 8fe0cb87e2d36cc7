"""The tools in which several directions work together: `actions`, `forms`, `views`."""
