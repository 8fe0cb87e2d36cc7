"""What `deploy/check` asks of the installed site's two accounts: what must work, and what must be refused."""

# Under a unit's confinement, beside its own program: what must still work there, and what must not.
CONFINED = {
    "intranet-documents": """
from pathlib import Path
from weasyprint import HTML
import django
django.setup()
from core.documents.text_extraction import extract
from core.sandbox.client import missing
assert not missing(), missing()
path, pages = Path("/tmp/essai.pdf"), []
path.write_bytes(HTML(string="<p>Délibération").write_pdf())
done = extract(path, "pdf", lambda number, text: pages.append(text))
assert pages and "Délibération" in pages[0], (done, pages)
""",
    "intranet-backup": """
import pathlib
assert [*pathlib.Path("/var/backups/restic/snapshots").iterdir()]
[path] = pathlib.Path("/var/lib/intranet/documents/stored").glob("*/*/*")
assert path.read_text() == "Avis du maire"
for number, what in enumerate((
    lambda: path.open("a"),
    lambda: pathlib.Path("/var/lib/intranet/documents/essai").touch(),
    lambda: pathlib.Path("/opt/intranet/essai").touch(),
    lambda: pathlib.Path("/opt/intranet/.env").open("a"),
    lambda: pathlib.Path("/etc/intranet/owner.env").read_text(),
)):
    try:
        what()
    except OSError:
        continue
    raise AssertionError(number)
""",
    "intranet-ldap": """
import os, pathlib, socket
pathlib.Path("/var/lib/intranet/ldap/passage").touch()
for number, what in enumerate((
    lambda: pathlib.Path("/var/lib/intranet/sauvegarde").touch(),
    lambda: pathlib.Path("/var/lib/intranet/ldap.essai").touch(),
    lambda: pathlib.Path("/var/lib/intranet/documents/essai").touch(),
    lambda: os.unshare(os.CLONE_NEWUSER),
    lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
)):
    try:
        what()
    except OSError:
        continue
    raise AssertionError(number)
""",
    "intranet-web": """
import os, pathlib, socket
def refused(what):
    try:
        what()
    except OSError:
        return True
refused(lambda: pathlib.Path("/var/lib/intranet/documents/essai").write_text("x")) and exit(2)
pathlib.Path("/var/lib/intranet/documents/essai").unlink()
for number, what in enumerate((
    lambda: pathlib.Path("/opt/intranet/essai").write_text("x"),
    lambda: pathlib.Path("/etc/intranet/owner.env").read_text(),
    lambda: pathlib.Path("/etc/intranet/sauvegarde.key").read_bytes(),
    lambda: [*pathlib.Path("/var/backups/restic").iterdir()],
    lambda: os.unshare(os.CLONE_NEWTIME),
    lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    lambda: os.chown("/tmp", 0, 0),
)):
    assert refused(what), number
""",
}


DEPOSIT = """
from core.documents.actions import store_bytes
store_bytes("Avis du maire".encode(), name="avis.txt", by=None)
"""
# Without any confinement, as a command typed by hand: the account alone stands in the way. In a shell, as root.
ALONE = {
    "ce que le compte intranet peut écrire : les documents": """
found=$(runuser -u intranet -- find / -xdev \\( -writable -o -user intranet \\) ! -type l \\
    ! -path "/var/lib/intranet/documents*" ! -path "/var/lib/intranet/ldap*" ! -path "*/tmp" 2>/dev/null || true)
[ -z "$found" ] || { echo "$found"; exit 1; }
""",
    "ce qu’il ne lit pas : sauvegardes et leur clé, adresse du propriétaire, processus d’intranet-owner": """
runuser -u intranet -- grep -q ^SECRET_KEY .env
for path in /var/backups/restic /var/cache/intranet-backup /etc/intranet/owner.env /etc/intranet/sauvegarde.key; do
    ! runuser -u intranet -- cp -r $path /tmp/essai || exit 1
done
for account in intranet-owner intranet; do
    runuser -u $account -- sleep 30 & sleep 1
    pid=$(pgrep -u $account sleep)
    for path in environ root/opt; do
        opened=no
        runuser -u intranet -- dd if=/proc/$pid/$path count=0 2>/dev/null && opened=yes
        [ $opened = $([ $account = intranet ] && echo yes || echo no) ] || { echo "$account $path $opened"; exit 1; }
    done
done
""",
    "nginx lit les documents, pas .env": """
runuser -u www-data -- grep -rq "Avis du maire" /var/lib/intranet/documents/stored
! runuser -u www-data -- cat .env || exit 1
""",
    "root ne lance rien que le site pourrait changer": """
sh deploy/as-owner version
install -o intranet -m 644 /dev/null config/essai.py
sh deploy/as-owner version 2>&1 | grep "root n’y lance rien"
deploy/upgrade --yes 2>&1 | grep "root n’y lance rien"
rm config/essai.py
chmod g+w .venv/bin
sh deploy/as-owner version 2>&1 | grep "root n’y lance rien"
chmod g-w .venv/bin
sh deploy/as-owner version
""",
    "après la restauration : les documents à leur place": """
runuser -u intranet -- .venv/bin/python manage.py check_documents --full
runuser -u intranet -- .venv/bin/python manage.py shell --verbosity 0 --command \
    "from core.documents.models import Document; assert Document.objects.count() == 1"
runuser -u intranet -- .venv/bin/python manage.py doctor 2>&1 | grep "le site ne peut changer ni"
""",
}


# The town's own, as it might be: both boxes are accounts of the machine. Before it boots.
MAIL_SERVER = """
set -e
echo "postfix postfix/main_mailer_type select Local only" | debconf-set-selections
apt-get install postfix dovecot-imapd
postconf -e myorigin=essai.test mydestination=essai.test,localhost home_mailbox=Maildir/ inet_interfaces=loopback-only
printf "nadia.benali: nadia\\nachef: root\\nintranet: root\\n" >>/etc/aliases && newaliases
useradd --create-home {reader} && echo "{reader}:{password}" | chpasswd
useradd --create-home nadia
cat >/etc/dovecot/local.conf <<END
mail_driver = maildir
mail_path = ~/Maildir
mail_inbox_path = ~/Maildir
ssl_server_cert_file = /etc/ssl/intranet/fullchain.pem
ssl_server_key_file = /etc/ssl/intranet/privkey.pem
END
"""
# What the site asks of a sender whom no server has vouched for leads back to it.
MAIL_IN_AND_OUT = """
sendmail -f nadia.benali@essai.test saperlipopette@essai.test <<END
From: Nadia Benali <nadia.benali@essai.test>
To: saperlipopette@essai.test
Subject: Un banc

Au parc.
END
for second in $(seq 150); do
    grep -rqs "https://intranet.essai.test" /home/nadia/Maildir/new && exit
    sleep 1
done
journalctl --unit intranet-mail --no-pager | tail -n 20
exit 1
"""
