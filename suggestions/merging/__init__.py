"""Two ideas read as one, or one as two; both can be undone."""
