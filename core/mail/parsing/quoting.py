"""Separate what a person wrote in an answer from what their mail program repeated below, above or between.

French first, since libraries know English. Nothing is lost: what is folded is kept, and what is doubtful is not folded.
The rules, in the order in which they are tried on each line:

- a quoted heading (« De : / Envoyé : / À : / Objet : ») or a separator (« -----Message d'origine----- ») folds all that
  follows, unless the person says that they answer inside it (« mes réponses en rouge »);
- « Le 3 nov. 2026 à 10:12, X a écrit : » folds the lines in « > » that follow, or all that follows when there are none;
- lines in « > » are folded; where own words stand *between* them, the quoted paragraph just above each is kept, since
  the answer means nothing without it, and so are the few lines that the person chose to keep under no attribution;
- a forwarded message is what the person wanted to show: nothing from there on is folded;
- then signatures under « -- », « Envoyé de mon iPhone » and notices of confidentiality, at the end of own words only.
"""

import re
from collections.abc import Sequence
from itertools import groupby

# A longer « signature » under « -- » is a person's own text.
LONGEST_SIGNATURE = 16
# Of a quoted paragraph that is answered, the nearest lines.
KEPT_LINES = 12
# So few quoted lines that no program announces were left by the person.
CHOSEN_LINES = 6
# No mark that a program writes is longer; the rest of a longer line is never looked at.
LONGEST = 600
# « Le … a écrit : » as programs wrap it.
MOST_LINES = 4
OWN, QUOTED, FOLDED = "own", "quoted", "folded"

UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u202a\u202c\u2068\u2069"))
MARKS = re.compile(r"[\ufeff\u200b \t\u00a0]{0,4}>[> \t\u00a0]*")

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


def fold(text: str) -> tuple[str, str]:
    """(what the person wrote, all the rest); each line of the text stands in one of them.

    The first is the whole text when nothing would be left in it.
    """
    answer = Answer(text)
    answer.classify()
    answer.keep_what_is_answered()
    answer.fold_endings()
    answer.fold_banner()
    own = answer.lines_of(OWN)
    for at in range(1, len(answer.lines)):
        if not answer.lines[at].strip() and answer.kinds[at - 1] != OWN:
            # An empty line goes with the words above it.
            answer.kinds[at] = answer.kinds[at - 1]
    return (own, answer.lines_of(QUOTED, FOLDED)) if own.strip() else (text, "")


class Answer:
    """The lines of an answer: how many « > » each begins with, its words as marks are looked for, and its kind."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        quotations = [MARKS.match(line) for line in self.lines]
        self.depth = [found[0].count(">") if found else 0 for found in quotations]
        self.plain = [_plain(line) for line in self.lines]
        self.unquoted = [
            _plain(line[found.end() :]) if found else words
            for line, found, words in zip(self.lines, quotations, self.plain, strict=True)
        ]
        self.kinds = [OWN] * len(self.lines)

    def lines_of(self, *kinds: str) -> str:
        """Without empty lines at the ends, nor more than two in a row where something was taken out."""
        lines = [
            line.rstrip("\r") for line, kind in zip(self.lines, self.kinds, strict=True) if kind in kinds
        ]
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")

    def first(self, places: range) -> int:
        """The first of these lines that says something; -1 when there is none."""
        within = range(len(self.lines))
        return next((at for at in places if at in within and self.lines[at].strip()), -1)

    def mark(self, start: int, end: int, kind: str) -> None:
        self.kinds[start:end] = [kind] * (end - start)

    def classify(self) -> None:
        has_words = False
        at, end = 0, len(self.lines)
        while at < end:
            words = self.plain[at]
            if self.depth[at]:
                at = self._quoted_run(at)
                continue
            if not words:
                at += 1
                continue
            if FORWARD.match(words):
                return
            if SEPARATOR.match(words) or ABOVE.match(words):
                following = next(
                    (n for n, line in enumerate(self.plain[at + 1 : at + 5], at + 1) if line), end
                )
                below = heading(self.plain, following)
                taken, is_to_the_end = (following + below - at if below else 1), True
            elif taken := heading(self.plain, at):
                is_to_the_end = True
            else:
                taken, stands_alone = attribution(self.plain, at)
                is_to_the_end = not self._is_quoted(at + taken)
                if not stands_alone and is_to_the_end:
                    taken = 0
            if not taken:
                has_words = True
                at += 1
                continue
            # Nothing above: the answer can only stand below the quoted lines.
            if is_to_the_end and (has_words or not self._is_quoted(at + taken)):
                # The person may announce that their answers stand inside the message quoted below.
                if not INSIDE.search(" ".join(self.plain[: min(at, 40)])[:4000]):
                    self.mark(self._with_rule_above(at), end, FOLDED)
                return
            self.mark(at, at + taken, FOLDED)
            at += taken

    def _is_quoted(self, at: int) -> bool:
        """Does the next line that says something begin with « > »?"""
        following = self.first(range(at, at + 5))
        return following >= 0 and self.depth[following] > 0

    def _with_rule_above(self, at: int) -> int:
        """From the rule (« ________ ») or the line that some programs put above their heading."""
        above = self.first(range(at - 1, at - 5, -1))
        if above < 0:
            return at
        words = self.plain[above]
        is_part = RULE.match(self.lines[above].strip()) or ORANGE.match(words) or INOTES.match(words)
        return above if is_part else at

    def _quoted_run(self, at: int) -> int:
        """Mark the run of « > » lines from `at`; the index after it."""
        end = at
        while end < len(self.lines) and (self.depth[end] or self._is_wrapped_rest(end)):
            end += 1
        above = self.plain[at - 1] if at else ""
        # « Mes propositions : » then a few lines that the person began with « > » themselves.
        is_own_list = above.endswith(":") and self.kinds[at - 1] == OWN and end - at <= 10
        if not is_own_list or any(self.depth[n] != 1 or not self.unquoted[n] for n in range(at, end)):
            self.mark(at, end, QUOTED)
        if self._heads_the_rest(at, end):
            self.mark(end, len(self.lines), FOLDED)
            return len(self.lines)
        return end

    def _heads_the_rest(self, at: int, end: int) -> bool:
        """Orange and GroupWise put « > » before their heading alone: the message quoted goes on to the end."""
        opening = self.unquoted[at]
        if end == at + 1 and self.depth[at] == 3:
            wrapped = [opening, *self.plain[end : end + MOST_LINES - 1]]
            if GROUPWISE.match(opening) or attribution(wrapped, 0)[1]:
                return True
        if not ORANGE.match(opening):
            return False
        words = self.unquoted[at : min(end, at + HEADING_LINES)]
        return not any(words[1 + heading(words, 1) :])

    def _is_wrapped_rest(self, at: int) -> bool:
        """A few words pushed to a line of their own between two quoted lines, by a program that wraps them."""
        return (
            0 < at < len(self.lines) - 1
            and 0 < len(self.lines[at].strip()) <= 30
            and len(self.lines[at - 1]) >= 66
            and self.depth[at - 1] > 0
            and self.depth[at + 1] == self.depth[at - 1]
            and self.lines[at].strip()[0].islower()
        )

    def keep_what_is_answered(self) -> None:
        """Between own words, the quoted paragraph just above each; the rest of the quoted lines are folded."""
        spoken = [at for at, line in enumerate(self.lines) if line.strip()]
        blocks = [(kind, list(run)) for kind, run in groupby(spoken, key=lambda at: self.kinds[at])]
        quoted = [index for index, (kind, _) in enumerate(blocks) if kind == QUOTED]
        is_between = bool(quoted) and any(kind == OWN for kind, _ in blocks[quoted[0] + 1 : quoted[-1]])
        for index in quoted:
            rows = blocks[index][1]
            if index + 1 == len(blocks) or blocks[index + 1][0] != OWN:
                continue
            if is_between:
                rows = self._nearest(rows)
            elif len(rows) > CHOSEN_LINES or self._is_announced(rows):
                continue
            for at in rows:
                self.kinds[at] = OWN

    def _is_announced(self, rows: Sequence[int]) -> bool:
        """Is it a program that quotes: does an attribution stand above these lines, or head them?"""
        above = self.first(range(rows[0] - 1, -1, -1))
        words = [self.unquoted[at] for at in rows[:MOST_LINES]]
        return (
            (above >= 0 and self.kinds[above] == FOLDED)
            or bool(attribution(words, 0)[0] or heading(words, 0))
            or bool(ORANGE.match(words[0]))
        )

    def _nearest(self, rows: Sequence[int]) -> list[int]:
        """The last quoted paragraph; with the one before when it holds three words or fewer."""
        kept: list[int] = []
        words = 0
        for at in reversed(rows):
            said = self.unquoted[at]
            if not said and words > 3:
                break
            if not said and not words:
                continue
            if self.depth[at] not in (0, self.depth[rows[-1]]) or len(kept) >= KEPT_LINES:
                break
            words += len(said.split())
            kept.append(at)
        while kept and not self.unquoted[kept[-1]]:
            kept.pop()
        return kept

    def fold_endings(self) -> None:
        """Signatures under « -- » and automatic endings, where own words end."""
        end = 0
        for kind, run in groupby(list(self.kinds)):
            start, end = end, end + len(list(run))
            if kind == OWN:
                self.mark(self._ending(start, end), end, FOLDED)

    def fold_banner(self) -> None:
        """« Ce message provient de l'extérieur », which the town's server writes above the text."""
        start = self.first(range(len(self.lines)))
        if start < 0 or not BANNER.match(self.plain[start]):
            return
        end = next(
            (at for at in range(start, len(self.lines)) if not self.lines[at].strip()), len(self.lines)
        )
        if end - start <= 5:
            self.mark(start, end, FOLDED)

    def _ending(self, start: int, end: int) -> int:
        """Return where the ending of the own words in [start, end) begins; `end` when there is none."""
        for at in range(end - 1, max(start, end - 3 * LONGEST_SIGNATURE - 1) - 1, -1):
            if self.lines[at].strip() != "--":
                continue
            said = [n for n in range(at + 1, end) if self.lines[n].strip()]
            if len(said) >= LONGEST_SIGNATURE:
                continue
            # A « -- » may be drawn above a list, or below the words that announce something.
            above = self.first(range(at - 1, at - 5, -1))
            if above >= 0 and self.plain[above].endswith(":"):
                continue
            if not said or not LIST_ITEM.match(self.plain[said[0]]):
                end = at
                break
        while True:
            last = self.first(range(end - 1, start - 1, -1))
            if last < 0:
                return end
            paragraph = last
            while paragraph > start and self.lines[paragraph - 1].strip():
                paragraph -= 1
            if not _is_automatic_ending(self.lines[paragraph : last + 1]):
                return end
            end = paragraph


def _is_automatic_ending(lines: Sequence[str]) -> bool:
    words = [_plain(line) for line in lines[:40] if not RULE.match(line.strip())]
    if not words:
        # A rule alone, left by the notice below it.
        return True
    joined = " ".join(words)[:4000]
    if ALONE.match(joined) or (MOBILE.match(joined) and len(words) <= 2):
        return True
    said_words = {found.lower() for found in NOTICE_WORDS.findall(joined)}
    return bool(NOTICE.match(joined) and NOTICE_RULE.search(joined)) and len(said_words) >= 2


def _plain(line: str) -> str:
    """The line as marks are looked for: plain spaces, without bold, quote marks and invisible characters."""
    piece = line[:LONGEST]
    if not piece.isascii():
        piece = piece.translate(UNSEEN)
    return " ".join(piece.replace("*", " ").split())


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
    if at >= len(words) or not FIELD.match(words[at]):
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
    if "from" not in order or len(order) < 3:
        return 0
    follows = order[order.index("from") + 1 :][:1] == ["date"]
    is_dated = TIME.search(values.get("date", "")) and YEAR.search(values["date"])
    has_address = any(ADDRESS.search(value) for value in values.values())
    return end if ADDRESS.search(values["from"]) or (is_dated and (follows or has_address)) else 0
