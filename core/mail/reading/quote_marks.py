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
# Nextcloud: « "Marie Duval" <m.duval@…> – 3 novembre 2026 10:12 »; GroupWise: « >>> Marie 03/11/2026 10:12 >>> ».
NAMED = re.compile(r"[^<>]{1,100}<[^<>@\s]{1,64}@[^<>@\s]{1,255}> ?[–—-] ?[^<>]{6,60}$")

FIELDS = {
    "from": r"de|from|expéditeur|von",
    "date": r"envoyé|envoyé le|envoyée|sent|date|date d['’]envoi|reçu|reçu le|gesendet",
    "to": r"à|a|to|pour|destinataires?|an",
    "cc": r"cc|copie à|copie|copies?|cci|bcc|copie carbone",
    "subject": r"objet|sujet|subject|betreff",
    "other": r"importance|priorité|répondre à|reply-to|pièces? jointes?|attachments?|catégories",
}
FIELD = re.compile(
    "(?:" + "|".join(f"(?P<{k}>{v})" for k, v in FIELDS.items()) + ") ?:(?P<value>.*)$", re.I | re.S
)
# « >>> Marie Duval 03/11/2026 10:12 >>> » of GroupWise, its marks taken off.
GROUPWISE = re.compile(r"[^<>]{1,200}\d[^<>]{0,60}>{2,3}$")
BANNER = re.compile(
    r"\W{0,5}(?:vous n(?:['’]obtenez|e recevez) pas souvent d|you don['’]t often get|some people who received this"
    r"|(?:attention|prudence|avertissement|caution|warning|externe|external)\b.{0,30}"
    r"\b(?:message|courriel|e-?mail|mail|expéditeur|sender)\b.{0,60}\b(?:extérieure?|externe|outside|external)\b)",
    re.I,
)
# « -----"Marie Duval" <m.duval@…> a écrit : ----- » of iNotes, above its heading.
INOTES = re.compile(r"-{3,10} ?.{1,300}a [ée]crit ?: ?-{3,10}$", re.I)
ORANGE = re.compile(r"message du \d{1,2}/\d{1,2}/\d{2,4}", re.I)
# The fields of one quoted heading stand within so many lines, long lists of recipients included.
HEADING_LINES = 24

MOBILE = re.compile(
    r"(?:envoyé (?:de|depuis|à partir|via|avec|par)|sent (?:from|via|with)|obtenez outlook|get outlook"
    r"|télécharge[rz] outlook"
    r"|provenance ?: ?courrier|envoyé par mon)\b.{0,120}$",
    re.I,
)
MOBILE_NAMES = re.compile(
    r"iphone|ipad|mobile|smartphone|téléphone|android|samsung|galaxy|huawei|xiaomi|outlook|ios\b|yahoo|proton|courrier"
    r"|orange|sfr|bouygues|free\b|la poste|appareil|k-9|thunderbird|blackberry|windows|tablette|bluemail|gmail|laposte",
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
ALONE = re.compile(
    r"\W{0,5}(?:avant d['’]imprimer|n['’]imprimez|pensez (?:à l['’]environnement|avant d['’]imprimer)"
    r"|merci de n['’]imprimer"
    r"|n['’]imprimer ce|please consider the environment|think before you print|sans virus\b|garanti sans virus"
    r"|l['’]absence de virus dans ce courrier|cet e-?mail a été vérifié par|virus-free\b)",
    re.I,
)
INSIDE = re.compile(
    r"(?:réponses?|réponds|répondu|commentaires?|remarques?|annotations?|précisions?|éléments|comments|answers)\b.{0,60}"
    r"\b(?:ci-dessous|ci-après|plus bas|dans (?:le (?:texte|corps|fil|message)|ton|votre|le) ?(?:message|mail|texte)?\b"
    r"|en (?:rouge|bleu|vert|gras|jaune|couleurs?|orange|violet|majuscules)|inline|in line|below|in red|in blue)",
    re.I,
)


def plain(line: str) -> str:
    """The line as marks are looked for: plain spaces, without bold, quote marks and what nobody sees."""
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
        return 1, False
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
            return count, bool(TIME.search(joined) or (YEAR.search(joined) and ADDRESS.search(joined)))
    return 0, False


def heading(words: Sequence[str], at: int) -> int:
    """How many lines a quoted heading (« De : / Envoyé : / À : / Objet : », any order) takes from `at`; else 0.

    « De : la mairie » in a person's own words is none: it wants three fields, « De : » among them, and a date or an
    address such as programs write.
    """
    if not (first := FIELD.match(words[at])) or first.lastgroup is None:
        return 0
    seen: set[str] = set()
    values = ""
    end = blanks = strays = 0
    for offset, line in enumerate(words[at : at + HEADING_LINES]):
        match = FIELD.match(line) if line else None
        if match:
            name = next(key for key in FIELDS if match[key])
            if name in seen and name != "other":
                break
            seen.add(name)
            values += f" {match['value'][:200]}" if name in ("from", "date") else ""
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
    is_whole = "from" in seen and len(seen - {"other"}) >= 3
    is_program = bool(ADDRESS.search(values) or TIME.search(values) or YEAR.search(values))
    return end if is_whole and is_program and (seen & {"date"} or ADDRESS.search(values)) else 0
