"""The large part of Port-Mimosa: composed from tables and a seed, the same at every load, piece by piece."""
