#!/bin/sh
# Makes sure tests and measures have Debian's Chromium, as headless shell and whole (tests/browser/conftest.py says which
# serves for what), a font, the libraries that draw PDFs (core/web/pdf.py), Dovecot (tests/mail/dovecot.py), MariaDB
# (tests/imports/calendars/mariadb.py), bubblewrap (core/sandbox), nginx (tests/nginx.py), OpenLDAP
# (tests/directory/imports/slapd.py), Tesseract with French (tests/documents/test_recognition.py) and libfaketime
# (benchmarks/faults) and restic (deploy/backup); as root it installs what is missing.
set -eu

has_font() {
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' 2>/dev/null | head -n 1)" ]
}

has_library() {
    PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q "$1"
}

missing=
command -v chromium >/dev/null 2>&1 || missing="chromium"
command -v chromium-headless-shell >/dev/null 2>&1 || missing="$missing chromium-headless-shell"
has_font || missing="$missing fonts-dejavu-core"
has_library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
has_library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
has_library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
[ -x /usr/lib/dovecot/imap ] || missing="$missing dovecot-imapd"
[ -x /usr/lib/dovecot/lmtp ] || missing="$missing dovecot-lmtpd"
command -v bwrap >/dev/null 2>&1 || missing="$missing bubblewrap"
command -v restic >/dev/null 2>&1 || missing="$missing restic"
[ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server"
[ -x /usr/sbin/nginx ] || missing="$missing nginx"
[ -x /usr/sbin/slapd ] || missing="$missing slapd"
has_library libtesseract.so.5 || missing="$missing tesseract-ocr"
[ -n "$(find /usr/share/tesseract-ocr -name fra.traineddata 2>/dev/null)" ] || missing="$missing tesseract-ocr-fra"
[ -n "$(find /usr/lib -path '*/faketime/libfaketimeMT.so.1' 2>/dev/null)" ] || missing="$missing libfaketime"
[ -n "$missing" ] || exit 0

# The tests start their own: the packages' stay off.
leave_servers_off() {
    case $missing in
        *dovecot*) systemctl disable --now dovecot.socket dovecot.service >/dev/null 2>&1 || true ;;
    esac
    case $missing in
        *mariadb*) systemctl disable --now mariadb.service >/dev/null 2>&1 || true ;;
    esac
    case $missing in
        *nginx*) systemctl disable --now nginx.service >/dev/null 2>&1 || true ;;
    esac
    case $missing in
        *slapd*) systemctl disable --now slapd.service >/dev/null 2>&1 || true ;;
    esac
}

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installation de$(printf ' %s' $missing)…"
    export DEBIAN_FRONTEND=noninteractive
    # Without a directory of its own, the package starts nothing.
    echo "slapd slapd/no_configuration boolean true" | debconf-set-selections || true
    if apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends $missing >/dev/null; then
        leave_servers_off
        exit 0
    fi
    echo "L'installation a échoué." >&2
else
    echo "Les essais ont besoin d'un navigateur, d'un serveur de courrier, de MariaDB, de bubblewrap, de restic, de nginx, d'OpenLDAP, de Tesseract et de quoi faire des PDF. Tapez :" \
        "sudo apt-get install -y $missing" >&2
fi
exit 1
