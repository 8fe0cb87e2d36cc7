"""The marks by which mail programs announce a quoted message, French first.

Every function looks at a bounded piece of a line, so that hostile input costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# No mark that a program writes is longer; the rest of a longer line is never looked at.
LONGEST = 600
# « Le … a écrit : » as programs wrap it.
MOST_LINES = 4

UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u202a\u202c\u2068\u2069"))
QUOTED = re.compile(r"[\ufeff\u200b \t\u00a0]{0,4}>[> \t\u00a0]*")

TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")

# « Le 3 », « Le mar. 3 », « Le mardi, novembre 03 », « On Tue, Nov 3 »: the date comes at once.
OPENING = re.compile(r"(?:[-–—] ?)?(?:Le|On|El|Am|Il) (?:[^\W\d]{2,12}[.,]{0,2} ){0,2}\d", re.I)
WROTE = re.compile(
    r"(?:a [ée]crit|a r[ée]pondu|[ée]crivit|wrote|schrieb|escribi[óo])"
    r"(?: (?:le|on)\b.{0,80})?(?: \(\d{1,2}[/.]\d{1,2}.{0,40}\))? ?: ?$",
    re.I,
)

# « Le 3 mars 2024 à 10:30, le directeur a écrit : » is a sentence: no program puts an article before a name.
SENTENCE = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?[\s,]+(?:l['’]|(?:le|la|les|un|une|des|mon|ma|mes|notre|nos|votre|vos|son|sa|ses|leur|ce|cet"
    r"|cette|il|elle|on|je|nous|ils|elles|the|my|our|his|her|he|she|we|they|Monsieur|Madame|Mme|M\.)\s)"
)

SEPARATOR = re.compile(
    r"[-_=*~ ]{2,60}\W?\s?(?:message d['’ ]origine|message original|message d['’ ]?original|mail original|courriel "
    r"original|message initial|e-?mail original|original message|original e-?mail|message source|mail d['’]origine"
    r"|message précédent|réponse au message)\s?(?:de .{1,80})?\W?[-_=*~ ]{2,60}$",
    re.I,
)
FORWARD = re.compile(
    r"(?:[-_=*~ ]{2,60}\s?(?:message transféré|message réexpédié|mail transféré|forwarded message|courriel transféré"
    r"|transféré par .{1,80}|message suivi|forwarded by .{1,80})\s?[-_=*~ ]{2,60}$"
    r"|(?:début du message (?:transféré|réexpédié)|begin forwarded message) ?: ?$)",
    re.I,
)
ABOVE = re.compile(r"\W{0,20}(?:merci de )?r[ée]pond(?:ez|re) au-dessus de cette ligne\W{0,20}$", re.I)
RULE = re.compile(r"[_\-=*~─—](?: ?[_\-=*~─—]){2,120}$")
# Nextcloud: « "Marie Duval" <m.duval@…> – 3 novembre 2026 10:12 ».
NAMED = re.compile(r"[^<>]{1,100}<[^<>@\s]{1,64}@[^<>@\s]{1,255}> ?[–—-] ?[^<>]{6,60}$")
# Gmail until 2012 or so: « 2026/11/3 Marie Duval <m.duval@…> ».
DATED = re.compile(r"(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2} [^<>]{1,100}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>$")

FIELDS = {
    "from": r"de|from|expéditeur|von",
    "date": r"envoyé|envoyé le|envoyée|sent|date|date d['’]envoi|message du|reçu|reçu le|gesendet",
    "to": r"à|a|to|pour|destinataires?|an",
    "cc": r"cc|copie à|copie|copies?|cci|bcc|copie carbone",
    "subject": r"objet|sujet|subject|betreff",
    "other": r"importance|priorité|répondre à|reply-to|pièces? jointes?|attachments?|catégories",
}
FIELD = re.compile(
    "(?:" + "|".join(f"(?P<{k}>{v})" for k, v in FIELDS.items()) + ") ?:(?P<value>.*)$", re.I | re.S
)
# « >>> Marie Duval <m.duval@…> 03/11/2026 10:12 >>> » of GroupWise, its first marks taken off; the last may be missing.
GROUPWISE = re.compile(
    r"[^<>]{1,200}(?:<[^<>\s]{3,320}> ?)?(?:\d[^<>]{0,60}>{2,3}"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? (?:à |at )?\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)$"
)
BANNER = re.compile(
    r"\W{0,5}(?:vous n(?:['’]obtenez|e recevez) pas souvent d|you don['’]t often get|some people who received this"
    r"|(?:attention|prudence|avertissement|caution|warning|externe|external)\b.{0,30}"
    r"\b(?:(?:ce|cet|this|le présent) (?:message|courriel|e-?mail|mail)|expéditeur|sender)\b.{0,60}"
    r"\b(?:extérieure?|externe|outside|external)\b"
    r"|(?:attention|prudence|caution|warning)\W{1,5}(?:message|courriel|e-?mail|mail) (?:externe|extérieur)\W{0,10}$)",
    re.I,
)
# « -----"Marie Duval" <m.duval@…> a écrit : ----- » of iNotes, above its heading.
INOTES = re.compile(r"-{3,10} ?.{1,300}a [ée]crit ?: ?-{3,10}$", re.I)
ORANGE = re.compile(r"message du \d{1,2}/\d{1,2}/\d{2,4}", re.I)
# The fields of one quoted heading stand within so many lines, long lists of recipients included.
HEADING_LINES = 24

DEVICES = (
    r"iphone|ipad|mobile|smartphone|téléphone|android|samsung|galaxy|huawei|xiaomi|outlook|ios\b|yahoo|proton|courrier"
    r"|orange|sfr|bouygues|free\b|la poste|appareil|k-9|thunderbird|blackberry|windows|tablette|bluemail|gmail|laposte"
)
# The device or the program is named at once: « Envoyé depuis le bureau du courrier » is a person's.
MOBILE = re.compile(
    r"(?:(?:envoyé (?:depuis|à partir d|de|d['’]|via|avec|par)|sent (?:from|via|with))[ e'’]{0,3}"
    r"(?:(?:(?:mon|ma|mes|un|une|le|la|les|de|du|my|the|an?|application|appli|app|messagerie|sécurisée?|secure|boîte"
    r"|e-?mail|mail|webmail|client) |[ld]['’] ?){0,6})"
    rf"(?:{DEVICES})|obtenez outlook|get outlook|télécharge[rz] outlook|provenance ?: ?courrier)"
    # And no sentence goes on from there.
    r"(?!.{0,120}[:;,.!?…] ?[^\W\d]{2,20} ).{0,120}$",
    re.I,
)
NOTICE = re.compile(
    r"\W{0,5}(?:ce (?:message|courriel|courrier|mail|e-?mail)\b|cet? (?:e-?mail|envoi|message)\b|le présent (?:message"
    r"|courriel)|les informations contenues|le contenu de ce|avis de confidentialité|confidentialité\b|this (?:e-?mail"
    r"|message)\b|the information contained|l['’]intégrité de ce message|la mairie décline)",
    re.I,
)
NOTICE_WORDS = re.compile(
    r"confidentiel|confidential|destinataires?\b|par erreur|in error|intended|pièces? jointes?|décline toute|diffusion",
    re.I,
)
# What makes of two of these words a notice, and not a person's « confidentiel jusqu'à sa diffusion ».
NOTICE_RULE = re.compile(r"destinataires?\b|par erreur|in error|intended|décline toute", re.I)
ALONE = re.compile(
    r"\W{0,5}(?:(?=.{0,200}imprim)(?=.{0,200}\b(?:messages?|courriels?|e-?mails?|mails?|courriers?)\b)"
    r"(?:avant d['’]imprimer|n['’]imprimez|pensez (?:à l['’]environnement|avant d['’]imprimer)|merci de n['’]imprimer"
    r"|n['’]imprimer ce)"
    r"|pensez à l['’]environnement,? avant d['’]imprimer\W{0,10}$"
    r"|avant d['’]imprimer,? pensez à l['’]environnement\W{0,10}$"
    r"|please consider the environment|think before you print|sans virus\b|garanti sans virus"
    r"|l['’]absence de virus dans ce courrier|cet e-?mail a été vérifié par|virus-free\b)",
    re.I,
)
LIST_ITEM = re.compile(r"(?:[-–—*•·]|\d{1,2}[.)]) ?\S")
INSIDE = re.compile(
    r"(?:réponses?|réponds|répondu|commentaires?|remarques?|annotations?|précisions?|éléments|comments|answers)\b.{0,60}"
    r"\b(?:ci-dessous|ci-après|plus bas|dans (?:le (?:texte|corps|fil|message)|ton|votre|le) ?(?:message|mail|texte)?\b"
    r"|en (?:rouge|bleu|vert|gras|jaune|couleurs?|orange|violet|majuscules)|inline|in line|below|in red|in blue)",
    re.I,
)


def plain(line: str) -> str:
    """The line as marks are looked for: plain spaces, without bold, quote marks and invisible characters."""
    piece = line[:LONGEST]
    if not piece.isascii():
        piece = piece.translate(UNSEEN)
    return " ".join(piece.replace("*", " ").split())


def depth(line: str) -> int:
    """How many « > » the line begins with."""
    match = QUOTED.match(line)
    return match[0].count(">") if match else 0


def unquoted(line: str) -> str:
    match = QUOTED.match(line)
    return line[match.end() :] if match else line


def attribution(words: Sequence[str], at: int) -> tuple[int, bool]:
    """How many lines « Le 3 nov. 2026 à 10:12, X a écrit : » takes from `at`, and whether it stands by itself.

    (0, False) where there is none. One that does not stand by itself is a person's sentence (« Le maire a écrit : »)
    unless lines that begin with « > » follow: only a time of day or an address makes it a program's.
    """
    first = words[at]
    if not first:
        return 0, False
    if NAMED.match(first) and (TIME.search(first) or YEAR.search(first)):
        return 1, bool(TIME.search(first) and YEAR.search(first))
    if DATED.match(first):
        return 1, True
    if not OPENING.match(first):
        if len(first) > 300 or not first.endswith(":") or not WROTE.search(first):
            return 0, False
        # « Mardi 3 novembre 2026 à 10:25, X <x@…> a écrit : »
        return 1, bool(ADDRESS.search(first) and TIME.search(first))
    joined = ""
    for count, line in enumerate(words[at : at + MOST_LINES], 1):
        if count > 1 and OPENING.match(line):
            # A sentence of the person's that begins with a date stands just above.
            break
        if not line or len(joined) + len(line) > LONGEST:
            break
        joined = f"{joined} {line}".strip()
        if joined.endswith(":") and WROTE.search(joined[-200:]):
            has_address = bool(ADDRESS.search(joined))
            is_program = TIME.search(joined) or (YEAR.search(joined) and has_address)
            return count, bool(is_program) and (has_address or not SENTENCE.search(joined))
    return 0, False


def heading(words: Sequence[str], at: int) -> int:
    """How many lines a quoted heading (« De : / Envoyé : / À : / Objet : », any order) takes from `at`; else 0.

    « De : la mairie » in a person's own words is none: it wants three fields, « De : » among them, with its address or,
    as programs write it, a date with the time of day, just after « De : » where no address stands at all.
    """
    if not (first := FIELD.match(words[at])) or first.lastgroup is None:
        return 0
    values: dict[str, str] = {}
    last = ""
    end = blanks = strays = 0
    for offset, line in enumerate(words[at : at + HEADING_LINES]):
        match = FIELD.match(line) if line else None
        if match:
            name = next(key for key in FIELDS if match[key])
            if name in values and name != "other":
                break
            values[name], last = match["value"][:200], name
            end, blanks, strays = offset + 1, 0, 0
        elif not line:
            blanks += 1
            # Programs leave an empty line between fields at most; two end the heading.
            if blanks > 1:
                break
        else:
            # A value that goes on: a long list of recipients, a name wrapped before its address.
            strays += 1
            if blanks or strays > 8:
                break
            values[last] += f" {line[:200]}"
    order = [name for name in values if name != "other"]
    return end if "from" in order and len(order) >= 3 and _is_programs(values, order) else 0


def _is_programs(values: dict[str, str], order: Sequence[str]) -> bool:
    if ADDRESS.search(values["from"]):
        return True
    date = values.get("date", "")
    if not (TIME.search(date) and YEAR.search(date)):
        return False
    follows = "date" in order[order.index("from") + 1 :][:1]
    return follows or any(ADDRESS.search(value) for value in values.values())
