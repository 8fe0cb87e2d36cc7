#!/bin/sh
# Makes sure the browser tests have Debian's Chromium and a font; as root it installs what is missing.
set -eu

has_font() {
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' 2>/dev/null | head -n 1)" ]
}

missing=
command -v chromium >/dev/null 2>&1 || missing="chromium"
has_font || missing="$missing fonts-dejavu-core"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installation de$(printf ' %s' $missing)…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends $missing >/dev/null && exit 0
    echo "L'installation de Chromium a échoué." >&2
else
    echo "Les essais ont besoin d'un navigateur. Tapez : sudo apt-get install -y $missing" >&2
fi
exit 1
