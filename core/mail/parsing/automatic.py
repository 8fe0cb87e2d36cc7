"""Does a person speak, or a program? A program's mail is kept and filed; it becomes no idea and gets no answer.

What headers say is believed (RFC 3834, RFC 2919, RFC 2369, RFC 3464, RFC 8098, and Exchange's own). A subject alone
never is: an agent may well title an idea « Réponse automatique : si le standard s'y mettait ? ». So a subject counts
only in the form in which programs write it, at the very start (a person who answers one begins with « Re: »), and only
when something else speaks for it: the mail answers another one (In-Reply-To, References), its subject repeats the one
answered (« Réponse automatique : Re: … »), or its text opens as such notices do (« Je suis absent… », « Votre message
… a été lu »).
"""

from __future__ import annotations

import re
from email.message import Message
from email.utils import getaddresses

from core.mail.parsing import bounces
from core.mail.parsing.bounces import values
from core.mail.parsing.charsets import decode
from core.mail.parsing.remarks import Remarks

AUTO_SUBMITTED = "auto-submitted"
PRECEDENCES = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
# RFC 2369 and RFC 2919. « List-Unsubscribe » alone is a newsletter's.
LISTS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "list-help",
    "list-owner",
    "list-archive",
    "list-subscribe",
    "mailing-list",
    "x-mailing-list",
    "x-mailman-version",
)
# Each says by its presence that a program answers, or that the mail was here already.
MACHINES = (
    "x-loop",
    "x-autoreply",
    "x-auto-reply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-mail-autoreply",
    "autoresponder",
    "x-fc-machinegenerated",
    "x-ms-exchange-inbox-rules-loop",
    "x-vacation",
    "x-cron-env",
    "x-failed-recipients",
)
OURS = "x-intranet-"
# « saperlipopette+retour-…@ », as core.mail.outbound.verp writes it.
RETURNS = "+retour-"
MAILERS = re.compile(
    r"auto-?\s?(?:repl|respon)|vacation|r[ée]pondeur|mailman|listserv|sympa|newsletter|mailchimp|phplist",
    re.I,
)
WRITERS = re.compile(
    r"outlook|thunderbird|zimbra|apple mail|i(?:phone|pad) mail|roundcube|sogo|bluemind|k-9|samsung|evolution|nextcloud"
    r"|horde|mail orange|ymail|airmail|spark|geary|kmail|mutt",
    re.I,
)
# The name before the @, as programs choose it when nobody reads what comes back.
NOBODY = re.compile(
    r"(?:^|[._+-])(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|ne-?_?\.?pas-?_?\.?r[ée]pondre|(?:no|sans|pas-de)-?_?\.?reponse"
    r"|mailer-?_?daemon|postmaster|auto-?_?reply|autoresponder|double-bounce|nobody)(?:$|[._+=-])",
    re.I,
)

# Characters: 22 octets in base64, to which each answer adds five.
FIRST_INDEX = 32
AGAIN = re.compile(r"\s*(?:re|ré|rép|rep|tr|fw|fwd|transf|aw|sv|antw)(?:[\[(]\d{1,3}[\])])?\s?:", re.I)
# What Exchange, Zimbra, Notes and their like put before the subject that they answer.
ABSENCES = re.compile(
    r"\s*[\[(]?(?:r[ée]ponse automatique(?: d['’]absence)?|absen(?:ce|t|te) du bureau|message d['’]absence"
    r"|avis d['’]absence"
    r"|notification d['’]absence|r[ée]ponse d['’]absence|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|auto"
    r"|out of (?:the )?office(?: autoreply| reply)?|vacation(?: reply)?)[\])]?\s?(?P<colon>:|$)",
    re.I,
)
# Lotus Notes puts the name of the agent there, and no header that says a program wrote.
LOTUS = re.compile(
    r"\s*[^:]{2,100}? (?:est absent(?:\(e\)|e\b|\b)|is out of (?:the )?office\b)[^:]{0,100}$", re.I
)
MYSELF_AWAY = re.compile(
    r"\bje (?:suis|serai|ne (?:suis|serai) pas)\b.{0,60}\b(?:absente?|bureau|cong[ée]s?)\b"
    r"|\bi (?:am|will be) out of (?:the )?office\b|r[ée]ponse automatique",
    re.I,
)
# « [helpdesk #123] AutoReply: … », of Request Tracker.
TICKETS = re.compile(
    r"\s*\[[^\]]{1,100} #\d{1,12}\]\s{0,5}(?:auto[- ]?reply|r[ée]ponse automatique)\s?:", re.I
)
OF_TICKETS = ("x-rt-loop-prevention", "rt-ticket", "x-rt-ticket")
GENERATED = re.compile(
    r"automatically generated|(?:g[ée]n[ée]r[ée]|envoy[ée]) automatiquement|automatiquement g[ée]n[ée]r[ée]",
    re.I,
)
RECEIPTS = re.compile(
    r"\s*(?:lu|non lu|remis|accus[ée] de (?:r[ée]ception|lecture)(?: \((?:affich[ée]|lu|trait[ée]|displayed)\))?"
    r"|read|not read"
    r"|delivered|return receipt(?: \(displayed\))?|confirmation de lecture|supprim[ée] sans [êe]tre lu)\s?:",
    re.I,
)
AWAY = re.compile(
    r"\b(?:absente?s?|en cong[ée]s?|en vacances|de retour|mon retour|out of (?:the )?office|on leave|en formation"
    r"|ne suis pas (?:disponible|joignable)|indisponible|r[ée]ponse automatique|automatic reply)\b",
    re.I,
)
WAS_READ = re.compile(
    r"votre message.{0,600}(?:a [ée]t[ée] (?:lu|remis|supprim[ée]|affich[ée])|n['’]a pas [ée]t[ée] lu)"
    r"|your message.{0,600}was (?:read|delivered|deleted)"
    r"|accus[ée] de r[ée]ception (?:du|pour le|de votre) (?:message|courrier|mail)",
    re.I | re.S,
)
RECEIVED = re.compile(
    r"bien re[çc]u (?:votre|ton|le) (?:message|mail|courriel|e-?mail|demande)|accusons r[ée]ception", re.I
)
# How much of a text is looked at for the words of a notice, in characters; how much of it is decoded, in octets.
OPENING = 1500
LONGEST = 300_000


def classify(message: Message, subject: str, return_path: str | None) -> tuple[str, str]:
    """(kind, sign): « report » for news of a mail of ours, « receipt », « automatic », or « message » with no sign."""
    content_type = message.get_content_type()
    report_type = str(message.get_param("report-type") or "").lower()
    if content_type == "multipart/report" or report_type:
        if "disposition" in report_type:
            return "receipt", "accusé de lecture (multipart/report)"
        if bounces.says_delivered(message):
            # No failure is recorded for the address.
            return "automatic", "avis de remise : arrivé"
        if report_type == "delivery-status" or bounces.has_status(message):
            return "report", "avis de remise (multipart/report)"
        return "automatic", f"multipart/report {report_type}".strip()
    if content_type == "message/disposition-notification":
        return "receipt", "accusé de lecture"
    if content_type == "message/delivery-status":
        return "report", "avis de remise"
    came_back = _address_of_returns(message)
    if (bounces.comes_from_a_mailer(message, return_path) and bounces.delivery_failures(message)[0]) or (
        came_back and bounces.has_mailers_name(message)
    ):
        return "report", "avis de non-remise"
    sign = _by_headers(message) or _by_sender(message, return_path)
    if not sign and came_back:
        sign = f"adresse de retour : {came_back}"
    if sign:
        is_receipt = RECEIPTS.match(subject) and WAS_READ.search(opening(message))
        return ("receipt" if is_receipt else "automatic"), sign
    return _by_subject(message, subject)


def _by_headers(message: Message) -> str:
    for value in values(message, AUTO_SUBMITTED):
        # « auto-replied (vacation) », « auto-generated; owner-email=… »: the first word alone matters.
        if re.split(r"[\s;(]", value.lower(), maxsplit=1)[0] not in ("no", ""):
            return f"Auto-Submitted: {value}"
    for value in values(message, "precedence"):
        if value.lower() in PRECEDENCES:
            return f"Precedence: {value}"
    for name in (*LISTS, *MACHINES):
        if found := values(message, name):
            return f"{name.title()}: {found[0]}"
    if ours := next((name for name, _ in message.raw_items() if name.lower().startswith(OURS)), ""):
        return f"{ours}: {next(iter(values(message, ours.lower())), '')}"
    if _suppresses(message):
        return f"X-Auto-Response-Suppress: {values(message, 'x-auto-response-suppress')[0]}"
    for name in ("x-mailer", "user-agent"):
        for value in values(message, name):
            if MAILERS.search(value):
                return f"{name.title()}: {value}"
    return ""


def _suppresses(message: Message) -> bool:
    """X-Auto-Response-Suppress asks for silence; it does not say by itself that a program wrote (MS-OXCMAIL).

    « All » and lists that name automatic answers (OOF, AutoReply) are what programs write; « DR », « RN », « NRN » only
    decline receipts. Yet Exchange adds any of them to what people send (to a group, from some mailboxes): Discourse and
    osTicket stopped believing it after people's mails were lost. So it counts unless the mail shows that somebody
    composed it; answers that Exchange makes by itself say Auto-Submitted as well.
    """
    asked = {
        word.strip().lower() for v in values(message, "x-auto-response-suppress") for word in v.split(",")
    }
    return bool(asked & {"all", "oof", "autoreply"}) and not _is_composed(message)


def _is_composed(message: Message) -> bool:
    """Does it bear the name of a program in which people write, or what Exchange adds to what is written there?"""
    mailers = values(message, "x-mailer") + values(message, "user-agent")
    names = {name.lower() for name, _ in message.raw_items()}
    return any(WRITERS.search(mailer) for mailer in mailers) or {"thread-index", "x-ms-has-attach"} <= names


def _by_sender(message: Message, return_path: str | None) -> str:
    if return_path is not None and return_path.strip(" <>") == "":
        return "expéditeur d’enveloppe vide"
    headers = [value for name in ("from", "sender", "reply-to") for value in values(message, name)]
    addresses = [address for _, address in _addresses([*headers, return_path or ""])]
    for address in addresses:
        if NOBODY.search(address.rpartition("@")[0][:100]):
            return f"adresse sans lecteur : {address[:200]}"
    for value in values(message, "from"):
        if "@" not in value and bounces.has_mailers_name(message):
            return f"adresse sans lecteur : {value}"
    return ""


def _address_of_returns(message: Message) -> str:
    """The address of ours that it was written to, when that is one where errors come back: no person ever sees it."""
    written = [
        value
        for name in ("delivered-to", "x-original-to", "envelope-to", "to")
        for value in values(message, name)
    ]
    return next((address[:200] for _, address in _addresses(written[:20]) if RETURNS in address.lower()), "")


def _addresses(values: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses(values)
    except (ValueError, IndexError, RecursionError):
        # Hostile comments and quotes; another sign may still speak.
        return []


def _by_subject(message: Message, subject: str) -> tuple[str, str]:
    answers = _answers(message)
    shown = " ".join(subject.split())[:100]
    if RECEIPTS.match(subject):
        # « Lu : le guide des achats » is a person's; a receipt repeats the words of all receipts.
        words = opening(message)
        if WAS_READ.search(words):
            return "receipt", f"objet « {shown} »"
        return ("automatic", f"objet « {shown} »") if answers and RECEIVED.search(words) else ("message", "")
    if match := ABSENCES.match(subject):
        rest = subject[match.end() :]
        is_away = bool(AWAY.search(opening(message)))
        if (
            AGAIN.match(rest)
            or (answers and (match["colon"] == ":" or is_away))
            or (not rest.strip() and is_away)
        ):
            return "automatic", f"objet « {shown} »"
    if TICKETS.match(subject) and (
        answers or any(values(message, name) for name in OF_TICKETS) or GENERATED.search(opening(message))
    ):
        return "automatic", f"objet « {shown} »"
    # « Mme Duval est absente » may be a person's: « absent(e) » is not, nor what answers one of our mails.
    if (
        LOTUS.match(subject)
        and MYSELF_AWAY.search(words := opening(message))
        and (answers or "absent(e)" in f"{subject} {words}".lower())
    ):
        return "automatic", f"objet « {shown} »"
    return "message", ""


def _answers(message: Message) -> bool:
    """In-Reply-To, References, or the index of a conversation (MS-OXOMSG) longer than that of its first mail."""
    if values(message, "in-reply-to") or values(message, "references"):
        return True
    return any(len(index) > FIRST_INDEX for index in values(message, "thread-index"))


def opening(message: Message) -> str:
    """The first characters of the first text, decoded well enough to look for words."""
    for count, part in enumerate(message.walk()):
        if count > 20:
            break
        if part.get_content_maintype() != "text" or part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        text = decode(payload[:LONGEST], part.get_content_charset(), Remarks())
        if part.get_content_subtype() == "html":
            text = re.sub(r"<[^>]{0,1000}>", " ", text)
        return " ".join(text.split())[:OPENING]
    return ""
