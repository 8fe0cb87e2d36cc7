"""Alarms through another SMTP server, since the town's own mail may be what fails."""

import base64
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from core.mail.models import AlarmTelling
from core.ui import locks
from core.ui.french import NBSP

SECONDS = 15
# Delays of the tries, counted from the announcement; then it is given up, and the mailboxes' page shows the error.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 2, 10, 60, 240))
PORTS = {"smtp": 587, "smtps": 465}


def is_set() -> bool:
    return bool(settings.MAIL_ALARM_TO and settings.MAIL_ALARM_SMTP_URL) and not settings.TRIAL


def last_error() -> str:
    """The last error; empty once a message got through."""
    last = AlarmTelling.objects.filter(tries__gt=0).order_by("-told_at", "-pk").first()
    return last.error if last and not last.sent_elsewhere_at else ""


def send_due(*, at: datetime) -> None:
    """Send the announcements that have not been sent; failures are recorded, and never raised."""
    if not is_set():
        return
    with locks.alone("mail.watching.elsewhere") as is_ours:
        if not is_ours:
            return
        # An announcement over a day old is no longer sent.
        recent = AlarmTelling.objects.filter(sent_elsewhere_at=None, told_at__gt=at - timedelta(days=1))
        for telling in recent.filter(tries__lt=len(WAITS)):
            if telling.told_at + WAITS[telling.tries] <= at:
                _try(telling, at)


def _try(telling: AlarmTelling, at: datetime) -> None:
    telling.tries += 1
    try:
        _send(telling)
    except (OSError, ValueError) as error:
        telling.error = without_secrets(f"{type(error).__name__}{NBSP}: {error}")[:1000]
    else:
        telling.sent_elsewhere_at, telling.error = at, ""
    telling.save(update_fields=["tries", "error", "sent_elsewhere_at"])


def _send(telling: AlarmTelling) -> None:
    message = EmailMessage()
    what = "c’est rétabli" if telling.is_end else telling.alarm.get_kind_display().lower()
    message["Subject"] = f"[{settings.TOWN_NAME}] {telling.alarm.subject}{NBSP}: {what}"
    message["From"] = settings.MAIL_FROM
    message["To"] = ", ".join(settings.MAIL_ALARM_TO)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=settings.MAIL_FROM.rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(f"{telling.text}\n\n{settings.SITE_URL}/courrier/boites/\n")
    url = urlsplit(settings.MAIL_ALARM_SMTP_URL)
    with _connected(url) as server:
        # With a null envelope sender: a bounce must not go to the mailbox that may be what fails.
        server.send_message(message, from_addr="")


def _connected(url: SplitResult) -> smtplib.SMTP:
    """Raises OSError; ValueError for an invalid address, and rather than send a password in the clear."""
    if url.scheme not in PORTS or not url.hostname:
        raise ValueError("l’adresse doit s’écrire smtp://compte:motdepasse@serveur:port")
    port = url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(url.hostname, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(url.hostname, port, timeout=SECONDS)
    try:
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif url.scheme == "smtp" and url.password:
            raise ValueError("ce serveur n’offre pas de chiffrement : le mot de passe n’est pas envoyé")
        if url.username and url.password:
            server.login(unquote(url.username), unquote(url.password))
    except BaseException:
        server.close()
        raise
    return server


def without_secrets(text: str) -> str:
    """Remove the password from the server's words, in any form that the server may repeat."""
    url = urlsplit(settings.MAIL_ALARM_SMTP_URL)
    password, account = unquote(url.password or ""), unquote(url.username or "")
    for secret in (
        url.password or "",
        password,
        base64.b64encode(password.encode()).decode(),
        base64.b64encode(f"\0{account}\0{password}".encode()).decode(),
    ):
        if secret:
            text = text.replace(secret, "…")
    return text
