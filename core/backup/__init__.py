"""Backups: what the shell of deploy/backup and deploy/restore asks of the site, and sets of the version before.

No models. Read in this order:
- `contents`: what of the database is left out, and what must be the same after a restore
- `old_sets`: sets that `manage.py backup` made, unpacked for deploy/restore
"""
