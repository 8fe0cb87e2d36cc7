"""Mail in figures, for its office and for those who head: `policies`, `compute`, `forms`, `views`."""
