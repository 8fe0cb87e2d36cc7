"""Backups: the database and the stored files as one set; restoring it, and trying that it can be restored.

No models. Read in this order:
- `programs`: PostgreSQL's and GnuPG's, run with their input and output as streams
- `contents`: what of the database is left out, and what must be the same after a restore
- `signing`: what tells the town's own sets from those that somebody else made
- `sets`: the folder of one set, its manifest, its checks, how long sets are kept
- `saving` makes a set; `restoring` puts one back, or only tries to (the drill)
"""
