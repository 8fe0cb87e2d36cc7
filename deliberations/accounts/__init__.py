"""The accounts of councillors, opened and closed by the secretary: `policies`, `actions`, `forms`."""
