#!/bin/sh
# Each night, as root: the database, the documents, the settings. Copy to /usr/local/sbin/intranet-backup; see
# docs/exploitation.md. BACKUP_STAMP is touched once all is saved, and only then: manage.py doctor looks at its age.
set -eu
to=${BACKUP_DIR:-/var/backups/intranet}
documents=${DOCUMENTS_DIR:-/var/lib/intranet/documents}
copies=${BACKUP_DOCUMENTS_DIR:-/var/backups/documents}
settings=${SETTINGS_FILE:-/opt/intranet/.env}
stamp=${BACKUP_STAMP:-/var/lib/intranet/sauvegarde}

# A dump that fails leaves last week's in place.
runuser -u postgres -- pg_dump --format=custom --file="$to/intranet.part" intranet
mv "$to/intranet.part" "$to/intranet-$(date +%u).dump"
# After the database: none of the files that it names is missing.
rsync --archive --exclude=/arriving --exclude=/staged "$documents/" "$copies/"
install -m 600 "$settings" "$to/env"
touch "$stamp"
