"""One room's page, and its photo."""
