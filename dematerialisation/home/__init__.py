"""The home page and « Mon espace »: `cards` gathers their lines from the rubrics."""
