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
from itertools import islice

from core.mail.parsing import bounces, mime
from core.mail.parsing.bounces import people, values
from core.mail.parsing.encodings import decode

PRECEDENCES = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
# RFC 2369 and RFC 2919. « List-Unsubscribe » alone is a newsletter's.
LISTS = (
    "list-id", "list-unsubscribe", "list-post", "list-help", "list-owner", "list-archive", "list-subscribe",
    "mailing-list", "x-mailing-list", "x-mailman-version",
)  # fmt: skip
# Each says by its presence that a program answers, or that the mail was here already.
MACHINES = (
    "x-loop", "x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-autoreply-from",
    "x-mail-autoreply", "autoresponder", "x-fc-machinegenerated", "x-ms-exchange-inbox-rules-loop", "x-vacation",
    "x-cron-env", "x-failed-recipients",
    # Of the version before, whose last ones may still wait.
    "x-intranet-heartbeat",
)  # fmt: skip
# « saperlipopette+retour-…@ », as core.mail.outbound.threading writes it.
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
    r"\s*[\[(]?(?:r[ée]ponse automatique(?: d['’]absence)?|absen(?:ce|t|te) du bureau|(?:message|avis) d['’]absence"
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
GENERATED = re.compile(
    r"automatically generated|(?:g[ée]n[ée]r[ée]|envoy[ée]) automatiquement|automatiquement g[ée]n[ée]r[ée]",
    re.I,
)
RECEIPTS = re.compile(
    r"\s*(?:(?:non )?lu|(?:not )?read|remis|delivered|return receipt(?: \(displayed\))?|confirmation de lecture"
    r"|accus[ée] de (?:r[ée]ception|lecture)(?: \((?:affich[ée]|lu|trait[ée]|displayed)\))?"
    r"|supprim[ée] sans [êe]tre lu)\s?:",
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


def classify(message: mime.Part, subject: str, return_path: str | None) -> tuple[str, str]:
    """(kind, sign): « report » for news of a mail of ours, « receipt », « automatic », or « message » with no sign."""
    content_type = message.declared_type
    report_type = message.parameter("report-type").lower()
    if content_type == "multipart/report" or report_type:
        if "disposition" in report_type:
            return "receipt", "accusé de lecture (multipart/report)"
        if bounces.says_delivered(message):
            # No failure is recorded for the address.
            return "automatic", "avis de remise : arrivé"
        if report_type == "delivery-status" or bounces.status_fields(message):
            return "report", "avis de remise (multipart/report)"
        return "automatic", f"multipart/report {report_type}".strip()
    if content_type == "message/disposition-notification":
        return "receipt", "accusé de lecture"
    if content_type == "message/delivery-status":
        return "report", "avis de remise"
    # An address of ours where errors come back: no person ever sees it.
    written = people(message, "delivered-to", "x-original-to", "envelope-to", "to")
    came_back = next((person.address for person in written if RETURNS in person.address), "")
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


def _by_headers(message: mime.Part) -> str:
    for value in values(message, "auto-submitted"):
        # « auto-replied (vacation) », « auto-generated; owner-email=… »: the first word alone matters.
        if re.split(r"[\s;(]", value.lower(), maxsplit=1)[0] not in ("no", ""):
            return f"Auto-Submitted: {value}"
    for value in values(message, "precedence"):
        if value.lower() in PRECEDENCES:
            return f"Precedence: {value}"
    for name in (*LISTS, *MACHINES):
        if found := values(message, name):
            return f"{name.title()}: {found[0]}"
    if _suppresses(message):
        return f"X-Auto-Response-Suppress: {values(message, 'x-auto-response-suppress')[0]}"
    for name in ("x-mailer", "user-agent"):
        for value in values(message, name):
            if MAILERS.search(value):
                return f"{name.title()}: {value}"
    return ""


def _suppresses(message: mime.Part) -> bool:
    """X-Auto-Response-Suppress asks for silence; it does not say by itself that a program wrote (MS-OXCMAIL).

    « All » and lists that name automatic answers (OOF, AutoReply) are what programs write; « DR », « RN », « NRN » only
    decline receipts. Yet Exchange adds any of them to what people send (to a group, from some mailboxes), and people's
    mails were lost elsewhere. So it counts unless the mail shows that somebody composed it.
    """
    asked = re.split(r"\s*,\s*", ",".join(values(message, "x-auto-response-suppress")).lower())
    if not {"all", "oof", "autoreply"}.intersection(asked):
        return False
    # The name of a program in which people write, or what Exchange adds to what is written there.
    is_written = any(WRITERS.search(mailer) for mailer in values(message, "x-mailer", "user-agent"))
    return not is_written and not ("thread-index" in message and "x-ms-has-attach" in message)


def _by_sender(message: mime.Part, return_path: str | None) -> str:
    if return_path is not None and return_path.strip(" <>") == "":
        return "expéditeur d’enveloppe vide"
    for person in people(message, "from", "sender", "reply-to", "return-path"):
        if NOBODY.search(person.address.rpartition("@")[0][:100]):
            return f"adresse sans lecteur : {person.address}"
    for value in values(message, "from"):
        if "@" not in value and bounces.has_mailers_name(message):
            return f"adresse sans lecteur : {value}"
    return ""


def _by_subject(message: mime.Part, subject: str) -> tuple[str, str]:
    sign = f"objet « {' '.join(subject.split())[:100]} »"
    words = opening(message)
    # The index of a conversation (MS-OXOMSG) is longer than that of its first mail.
    answers = bool(values(message, "in-reply-to", "references")) or any(
        len(index) > FIRST_INDEX for index in values(message, "thread-index")
    )
    # « Mme Duval est absente » may be a person's: « absent(e) » is not, nor what answers one of our mails.
    is_certain = answers or "absent(e)" in f"{subject} {words}".lower()
    is_automatic: object = is_certain and LOTUS.match(subject) and MYSELF_AWAY.search(words)
    if RECEIPTS.match(subject):
        # « Lu : le guide des achats » is a person's; a receipt repeats the words of all receipts.
        if WAS_READ.search(words):
            return "receipt", sign
        is_automatic = answers and RECEIVED.search(words)
    elif match := ABSENCES.match(subject):
        rest, is_away = subject[match.end() :], AWAY.search(words)
        is_answer = answers and (match["colon"] == ":" or is_away)
        is_automatic = is_automatic or is_answer or AGAIN.match(rest) or (not rest.strip() and is_away)
    elif TICKETS.match(subject):
        traces = values(message, "x-rt-loop-prevention", "rt-ticket", "x-rt-ticket")
        is_automatic = answers or any(traces) or GENERATED.search(words)
    return ("automatic", sign) if is_automatic else ("message", "")


def opening(message: mime.Part) -> str:
    """The first characters of the first text, decoded well enough to look for words."""
    for part in islice(message.leaves, 20):
        if part.main_type == "text":
            text = decode(part.content[:LONGEST], part.parameter("charset"))
            if part.content_type == "text/html":
                text = re.sub(r"<[^>]{0,1000}>", " ", text)
            return " ".join(text.split())[:OPENING]
    return ""
