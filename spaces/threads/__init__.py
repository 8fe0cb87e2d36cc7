"""Messages by subject."""
