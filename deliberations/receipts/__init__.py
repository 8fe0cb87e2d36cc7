"""The préfecture's receipts (ARActe): `actions` parses and records them, then `views`."""
