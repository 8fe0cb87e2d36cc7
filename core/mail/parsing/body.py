"""Walks the parts of a message: which are its text, which are files, and what wraps them."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.mail.parsing import cleaning, html_text, mime
from core.mail.parsing.encodings import decode
from core.mail.parsing.headers import clean_header
from core.mail.parsing.parsed_message import Attachment, Unreadable

STUB = re.compile(
    r"ne (?:lit|prend|supporte|permet|peut|g[èe]re|sait)[^.]{0,60}html"
    r"|(?:format|en) html|html[- ](?:enabled|capable|compatible)"
    r"|(?:does ?n[o']t|cannot|can't|unable to) (?:support|display|view|read|render)[^.]{0,40}html"
    r"|html (?:e-?mails?|messages?)|(?:navigateur|browser)|version (?:en ligne|html)"
    r"|pour (?:bien |mieux )?(?:visualiser|voir|lire|consulter|afficher) (?:correctement )?"
    r"(?:ce|cet|cette|le|la|l['’]) ?(?:message|courriel|courrier|e-?mail|mail|newsletter|lettre|infolettre)",
    re.IGNORECASE,
)
LONGEST_STUB = 300
# A link that follows who opens it may be longer than the words of a stub.
LINK = re.compile(r"https?://[^\s<>]{1,4000}", re.IGNORECASE)
QUOTES = re.compile(r"^>+")
CID_MARK = re.compile(r"\[cid:[^\]\s]{1,200}\]")
TEXTS = ("text/plain", "text/html", "text/enriched", "text/x-amp-html", "text/markdown")
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
# What servers and programs say to each other.
UNSHOWN = {"message/feedback-report", "text/rfc822-headers", "application/applefile"} | {
    f"message/{kind}{name}"
    for kind in ("", "global-")
    for name in ("delivery-status", "disposition-notification", "headers")
}
WHOLE = {"message/rfc822", "message/global", "message/news"}
EXTENSIONS = dict.fromkeys(WHOLE, ".eml") | {
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "image/jpeg": ".jpg"
}  # fmt: skip
ENCRYPTED_PART = "Une partie chiffrée n’a pas pu être lue."
LEFT_OUT = "Des pièces jointes ont été laissées de côté\u00a0: leur total est trop lourd."


@dataclass
class Body:
    """`texts` in order, cleaned; `files` as they will be returned."""

    warnings: cleaning.ParseWarnings
    texts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    invitation: str = ""
    calendar: str = ""
    is_private: bool = False
    signature: str = ""
    is_encrypted: bool = False
    # The text is known: other parts that repeat it are not read.
    only_files: bool = False
    size: int = 0
    # Signed messages opened, one inside the other.
    opened: int = 0

    def note_signature(self, kind: str) -> None:
        self.signature = self.signature or f"signé ({kind})\u00a0: signature non vérifiée"

    def note_encryption(self) -> None:
        """Mark the message as encrypted, unless readable text stands before (a gateway's notice stands below)."""
        if any(self.texts):
            self.warnings.add(ENCRYPTED_PART)
        else:
            self.is_encrypted = True


def collect(part: mime.Part, found: Body, *, related: bool = False) -> None:
    kind = part.content_type
    if part.children:
        _of_many(part, found, kind)
    elif kind in SMIME:
        _smime(part, found)
    elif kind in SIGNATURES:
        found.note_signature("PGP" if "pgp" in kind else "S/MIME")
    elif kind in UNSHOWN:
        pass
    # Outlook gives invitations a name and a method; an attached calendar file has only a name.
    elif (
        kind == "text/calendar" and not part.is_attached and (part.parameter("method") or not part.file_name)
    ):
        calendar = _characters(part, found)
        sentence = describe_invitation(calendar)
        if sentence:
            found.is_private |= is_private_calendar(calendar)
            found.calendar = found.calendar or calendar.replace("\0", "").encode(errors="replace").decode()
        else:
            add_part(part, found)
        found.invitation = found.invitation or sentence
    # Some programs name even the only part there is.
    elif kind in TEXTS and not part.is_attached and (part.is_root or not part.file_name):
        if not found.only_files:
            found.texts.append(text_of(part, found))
    else:
        add_part(part, found, related=related)


def _of_many(part: mime.Part, found: Body, kind: str) -> None:
    if kind == "multipart/encrypted":
        found.note_encryption()
    elif kind == "multipart/alternative":
        _alternative(part.children, found)
    elif kind == "multipart/signed":
        found.note_signature("PGP" if "pgp" in part.parameter("protocol").lower() else "S/MIME")
        for number, child in enumerate(part.children):
            if not number or child.content_type not in SIGNATURES:
                collect(child, found)
    else:
        for child in part.children:
            collect(child, found, related=kind == "multipart/related")


def _alternative(children: list[mime.Part], found: Body) -> None:
    """Take the plain text, unless it is empty or only says that there is HTML; and the files of every branch."""
    texts, only_files, best = found.texts, found.only_files, ""
    for child in children:
        found.texts, found.only_files = [], only_files or not _is_stub(best)
        collect(child, found)
        text = "\n\n".join(filter(None, found.texts))
        if text and _is_stub(best):
            best = text
    found.texts, found.only_files = [*texts, best], only_files


def _is_stub(text: str) -> bool:
    words = LINK.sub("", text)
    return not words.strip() or (len(words) < LONGEST_STUB and bool(STUB.search(words)))


def _characters(part: mime.Part, found: Body) -> str:
    content, is_html = part.content[: cleaning.HTML * 4], part.content_type == "text/html"
    if len(part.content) > len(content) and not is_html:
        found.warnings.add(cleaning.TOO_MUCH_TEXT)
    label = part.parameter("charset")
    if not label and is_html and (found_in := html_text.META.search(content[:4_000])):
        label = found_in[1].decode("ascii")
    return decode(content, label, found.warnings)


def text_of(part: mime.Part, found: Body) -> str:
    text = _characters(part, found)
    if part.content_type in ("text/html", "text/x-amp-html"):
        text = html_text.html_to_text(text, found.warnings)
    if len(text) > cleaning.TEXT * 2:
        found.warnings.add(cleaning.TOO_MUCH_TEXT)
        text = text[: cleaning.TEXT * 2]
    if part.parameter("format").lower() == "flowed" and part.content_type == "text/plain":
        text = unfold(text, delete_space=part.parameter("delsp").lower() == "yes")
    text = CID_MARK.sub("", cleaning.clean_text(text))
    # One that begins so: the same line lower down is quoted by somebody.
    if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----"):
        found.note_encryption()
    if PGP_SIGNED not in text.split("\n"):
        return text
    found.note_signature("PGP")
    return cleaning.clean_text("\n".join(_without_armour(text)))


def unfold(text: str, *, delete_space: bool = False) -> str:
    """Unfold `format=flowed`: lines that end in a space go on with the next one of the same quotation."""
    kept: list[tuple[int, list[str]]] = []
    going_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        found = QUOTES.match(line)
        depth = len(found[0]) if found else 0
        words = line[depth:].removeprefix(" ")
        is_signature = words == "-- "
        flows = words.endswith(" ") and not is_signature
        if flows and delete_space:
            words = words[:-1]
        if going_on and kept[-1][0] == depth and not is_signature:
            kept[-1][1].append(words)
        else:
            kept.append((depth, [words]))
        going_on = flows
    return "\n".join((">" * depth + " " if depth else "") + "".join(pieces) for depth, pieces in kept)


PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"


def _without_armour(text: str) -> Iterator[str]:
    """The lines that PGP signed within a text (RFC 9580), and whatever stands before and after them."""
    place = "outside"
    for line in text.split("\n"):
        if line == PGP_SIGNED:
            place = "headers"
        elif place == "headers":
            # « Hash: SHA256 », then an empty line.
            place = "headers" if line else "words"
        elif place == "words" and line == "-----BEGIN PGP SIGNATURE-----":
            place = "signature"
        elif place == "signature":
            place = "outside" if line == "-----END PGP SIGNATURE-----" else place
        else:
            yield line.removeprefix("- ") if place == "words" else line


# S/MIME envelopes in BER (RFC 5652): signed messages can be read by anyone, encrypted ones by nobody here.
CMS_DATA, CMS_SIGNED, *CMS_ENVELOPED = (
    bytes.fromhex(f"2a864886f70d01{name}") for name in ("0701", "0702", "0703", "0706", "09100117")
)
OCTETS, MANY_OCTETS, EXPLICIT = 0x04, 0x24, 0xA0


def _smime(part: mime.Part, found: Body) -> None:
    try:
        inside = signed_content(part.content)
    except (ValueError, IndexError):
        start = part.content[:100]
        is_encrypted = any(name in start for name in CMS_ENVELOPED)
        if is_encrypted or ("enveloped" in part.parameter("smime-type").lower() and CMS_SIGNED not in start):
            found.note_encryption()
        if not is_encrypted:
            add_part(part, found)
        return
    found.note_signature("S/MIME")
    found.opened += 1
    if found.opened <= cleaning.OPENED:
        collect(mime.parse(inside), found)


def signed_content(data: bytes) -> bytes:
    """Return the message inside a signed one. Raises ValueError or IndexError for anything else."""
    kind = data.index(CMS_DATA, data.index(CMS_SIGNED, 0, 100))
    wrapper, begin, _ = _element(data, kind + len(CMS_DATA))
    tag, begin, end = _element(data, begin)
    if wrapper != EXPLICIT or tag not in (OCTETS, MANY_OCTETS):
        raise ValueError("No octets")
    if tag == OCTETS:
        return data[begin:end]
    pieces = []
    while begin < end and data[begin : begin + 2] != b"\x00\x00":
        tag, start, begin = _element(data, begin)
        if tag != OCTETS:
            raise ValueError("No octets")
        pieces.append(data[start:begin])
    return b"".join(pieces)


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """(the tag, where the content begins, where it ends): as far as the data when two zeros end it."""
    tag, length, begin = data[at], data[at + 1], at + 2
    if length == 0x80:
        return tag, begin, len(data)
    if length & 0x80:
        size = length & 0x7F
        length, begin = int.from_bytes(data[begin : begin + size]), begin + size
    if begin + length > len(data):
        raise ValueError("Cut")
    return tag, begin, begin + length


FOLDED = re.compile(r"\n[ \t]")
FIELD = re.compile(r"^(SUMMARY|DTSTART|LOCATION)(?:;[^:\n]{0,200})?:(.*)$", re.MULTILINE)
METHOD = re.compile(r"^METHOD:([A-Za-z]{1,20})", re.MULTILINE)
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
CLASS = re.compile(r"^CLASS[ \t]*(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
ESCAPED = re.compile(r"\\([\\,;nN])")
# Of a file; a description may go on for pages.
LONGEST_CALENDAR = 100_000
METHODS = {
    "CANCEL": "Annulation", "REPLY": "Réponse à une invitation", "COUNTER": "Autre date proposée"
}  # fmt: skip


def is_private_class(value: str) -> bool:
    """A CLASS that is not known is private (RFC 5545, 3.8.1.3)."""
    return value.strip().upper() not in ("", "PUBLIC")


def is_private_calendar(text: str) -> bool:
    """Whether one of its events is private; all of it is read, whatever its length and the ends of its lines."""
    return any(is_private_class(found[1]) for found in CLASS.finditer(_unfolded(text)))


def _unfolded(text: str) -> str:
    return FOLDED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def describe_invitation(text: str) -> str:
    """« Invitation : Réunion, le 03/11/2026 à 10:00, salle Rose »; empty when there is no event."""
    is_private, text = is_private_calendar(text), _unfolded(text[:LONGEST_CALENDAR])
    # A time zone, before the event, has a beginning of its own.
    before, begun, event = text.partition("BEGIN:VEVENT")
    if not begun:
        return ""
    known: dict[str, str] = {}
    for name, value in FIELD.findall(event):
        plain = ESCAPED.sub(lambda escaped: " " if escaped[1] in "nN" else escaped[1], value)
        known.setdefault(name, cleaning.clean_line(plain, cleaning.NAME))
    method = METHOD.search(before)
    what = METHODS.get(method[1].upper() if method else "", "Invitation")
    when = ""
    if moment := MOMENT.match(known.get("DTSTART", "")):
        year, month, day, hour, minute, is_utc = moment.groups()
        time = f" à {hour}:{minute}{' (temps universel)' if is_utc else ''}" if hour else ""
        when = f"le {day}/{month}/{year}{time}"
    title = "réunion privée" if is_private else known.get("SUMMARY") or "sans titre"
    pieces = [title, when, known.get("LOCATION")]
    return f"{what}\u00a0: {', '.join(filter(None, pieces))}"


def add_part(part: mime.Part, found: Body, *, related: bool = False) -> None:
    content = part.content
    if found.size + len(content) > cleaning.PARTS_SIZE:
        found.warnings.add(LEFT_OUT)
        return
    found.size += len(content)
    kind = cleaning.clean_line(part.content_type, cleaning.CONTENT_TYPE)
    is_image = part.main_type == "image" and not part.is_attached
    is_inside = related or part.first("content-id") or part.get_content_disposition() == "inline"
    name = cleaning.clean_file_name(part.file_name, "") or _name(part, kind)
    if kind in WHOLE and not name.lower().endswith(".eml"):
        name = cleaning.clean_file_name(f"{name}.eml")
    digest = hashlib.sha256(content).hexdigest()
    found.files.append(Attachment(name, kind, content, is_inline=bool(is_image and is_inside), sha256=digest))


def _name(part: mime.Part, kind: str) -> str:
    """A name for a part that has none."""
    if kind not in WHOLE:
        extension = EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or ""
        return f"{'image' if kind.startswith('image/') else 'piece-jointe'}{extension}"
    try:
        subject = clean_header(mime.parse(part.content, headers_only=True).first("subject"), 150)
    except Unreadable:
        subject = ""
    return cleaning.clean_file_name(subject.replace("/", "-"), "message")


def use_named_text(root: mime.Part, found: Body) -> None:
    """Use the only text part as the text though it has a name, when there is no other text."""
    if any(found.texts) or found.is_encrypted:
        return
    named = [
        part for part in root.leaves if part.content_type in TEXTS and part.file_name and not part.is_attached
    ]
    if len(named) != 1:
        return
    found.texts.append(text_of(named[0], found))
    if any(found.texts):
        found.files = [file for file in found.files if file.content != named[0].content]


def use_forwarded_text(found: Body) -> None:
    """Use the text of a message forwarded as a file, when there is no other text."""
    whole = next((file for file in found.files if file.content_type in WHOLE), None)
    if any(found.texts) or whole is None:
        return
    inside = Body(found.warnings, opened=found.opened)
    try:
        inner = mime.parse(whole.content)
        collect(inner, inside)
    except Unreadable:
        # It is kept as a file all the same.
        return
    lines = [
        f"{label}\u00a0: {said}"
        for label, name in (("De", "from"), ("Date", "date"), ("Objet", "subject"))
        if (said := clean_header(inner.first(name), cleaning.SUBJECT))
    ]
    found.texts += ["\n".join(["---------- Message transféré ----------", *lines]), *inside.texts]
