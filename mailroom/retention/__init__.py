"""What is kept for long enough, and its elimination: `terms`, `actions`, `views`."""
