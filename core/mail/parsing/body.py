"""Walks the tree of a message: which parts are its text, which are files."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field

from core.mail.parsing import cleaning, cms, header_values, html_text, invitations, limits, mime_tree, pgp
from core.mail.parsing.charsets import decode
from core.mail.parsing.parsed_message import Attachment, Unreadable
from core.mail.parsing.remarks import TOO_MUCH_TEXT, Remarks

QUOTES = re.compile(r"^>+")


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
TEXTS = ("text/plain", "text/html", "text/enriched", "text/x-amp-html", "text/markdown")
CID_MARK = re.compile(r"\[cid:[^\]\s]{1,200}\]")
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
REPORTED = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "text/rfc822-headers",
    "message/global-headers",
    "message/feedback-report",
}
WHOLE = {"message/rfc822", "message/global", "message/news"}
EXTENSIONS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/news": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
}
ENCRYPTED_PART = "Une partie chiffrée n’a pas pu être lue."
LEFT_OUT = "Des pièces jointes ont été laissées de côté\u00a0: leur total est trop lourd."


@dataclass
class Body:
    """`texts` in order, cleaned; `files` as they will be returned."""

    remarks: Remarks
    texts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    invitation: str = ""
    signature: str = ""
    is_encrypted: bool = False
    # The text is known: other parts that repeat it are not read.
    only_files: bool = False
    size: int = 0
    # Signed messages opened, one inside the other.
    opened: int = 0


def collect(part: mime_tree.MimePart, found: Body, *, related: bool = False) -> None:
    kind = part.content_type
    if part.children:
        _of_many(part, found, kind)
    elif kind in SMIME:
        _smime(part, found)
    elif kind in SIGNATURES:
        note_signature(found, "PGP" if "pgp" in kind else "S/MIME")
    elif kind in REPORTED or kind == "application/applefile":
        pass
    elif kind == "text/calendar" and part.disposition[0] != "attachment" and _is_sent_to_calendars(part):
        _invitation(part, found)
    elif _is_text(part):
        if not found.only_files:
            found.texts.append(text_of(part, found))
    else:
        add_part(part, found, related=related)


def _is_sent_to_calendars(part: mime_tree.MimePart) -> bool:
    """Outlook gives invitations a name and a method; an attached calendar file has only a name."""
    return "method" in part.parameters or not part.file_name


def _invitation(part: mime_tree.MimePart, found: Body) -> None:
    sentence = invitations.describe_invitation(_characters(part, found))
    if sentence:
        found.invitation = found.invitation or sentence
    else:
        add_part(part, found)


def _of_many(part: mime_tree.MimePart, found: Body, kind: str) -> None:
    children = part.children
    if kind == "multipart/encrypted":
        _encrypted(found)
    elif kind == "multipart/alternative":
        _alternative(children, found)
    elif kind == "multipart/signed":
        note_signature(found, "PGP" if "pgp" in part.parameters.get("protocol", "").lower() else "S/MIME")
        collect(children[0], found)
        for child in children[1:]:
            if child.content_type not in SIGNATURES:
                collect(child, found)
    else:
        for child in children:
            collect(child, found, related=kind == "multipart/related")


def _alternative(children: list[mime_tree.MimePart], found: Body) -> None:
    """Take the plain text, unless it is empty or only says that there is HTML; and the files of every branch."""
    best = ""
    for child in children:
        branch = Body(found.remarks, size=found.size, opened=found.opened)
        branch.only_files = found.only_files or not _is_stub(best)
        collect(child, branch)
        text = "\n\n".join(filter(None, branch.texts))
        if text and _is_stub(best):
            best = text
        found.files += branch.files
        found.invitation = found.invitation or branch.invitation
        found.signature = found.signature or branch.signature
        found.is_encrypted = found.is_encrypted or branch.is_encrypted
        found.size, found.opened = branch.size, branch.opened
    found.texts.append(best)


def _is_stub(text: str) -> bool:
    words = LINK.sub("", text)
    return not words.strip() or (len(words) < LONGEST_STUB and bool(STUB.search(words)))


def _is_text(part: mime_tree.MimePart) -> bool:
    return (
        part.content_type in TEXTS
        and part.disposition[0] != "attachment"
        # Some programs name even the only part there is.
        and (part.is_root or not part.file_name)
    )


def _characters(part: mime_tree.MimePart, found: Body) -> str:
    content = part.content[: limits.HTML * 4]
    if len(part.content) > len(content) and part.content_type != "text/html":
        found.remarks.add(TOO_MUCH_TEXT)
    label = part.parameters.get("charset", "")
    if not label and part.content_type == "text/html":
        label = html_text.declared_charset(content)
    return decode(content, label, found.remarks)


def text_of(part: mime_tree.MimePart, found: Body) -> str:
    text = _characters(part, found)
    if part.content_type in ("text/html", "text/x-amp-html"):
        text = html_text.html_to_text(text, found.remarks)
    if len(text) > limits.TEXT * 2:
        found.remarks.add(TOO_MUCH_TEXT)
        text = text[: limits.TEXT * 2]
    if part.parameters.get("format", "").lower() == "flowed" and part.content_type == "text/plain":
        text = unfold(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return _opened_pgp(CID_MARK.sub("", cleaning.clean_text(text)), found)


def _opened_pgp(text: str, found: Body) -> str:
    """The text inside an inline PGP signature; encrypted text is only recognised."""
    if pgp.is_encrypted(text):
        _encrypted(found)
    if not pgp.is_signed(text):
        return text
    note_signature(found, "PGP")
    return cleaning.clean_text(pgp.without_armour(text))


def _encrypted(found: Body) -> None:
    """Mark the message as encrypted, unless readable text stands before (a gateway's notice stands below)."""
    if any(found.texts):
        found.remarks.add(ENCRYPTED_PART)
    else:
        found.is_encrypted = True


def note_signature(found: Body, kind: str) -> None:
    found.signature = found.signature or f"signé ({kind})\u00a0: signature non vérifiée"


def _smime(part: mime_tree.MimePart, found: Body) -> None:
    try:
        inside = cms.signed_content(part.content)
    except (cms.NotUnderstood, IndexError):
        # An envelope that cannot be opened is treated as encrypted.
        if "signed" not in part.parameters.get("smime-type", "enveloped-data").lower():
            _encrypted(found)
        add_part(part, found)
        return
    if inside is None:
        _encrypted(found)
        return
    note_signature(found, "S/MIME")
    found.opened += 1
    if found.opened <= limits.OPENED:
        collect(mime_tree.mime_tree(inside), found)


def add_part(part: mime_tree.MimePart, found: Body, *, related: bool = False) -> None:
    kind = cleaning.clean_line(part.content_type, limits.CONTENT_TYPE)
    is_image = part.main_type == "image" and part.disposition[0] != "attachment"
    name = cleaning.clean_file_name(part.file_name, "") or _name(part, kind)
    if kind in WHOLE and not name.lower().endswith(".eml"):
        name = cleaning.clean_file_name(f"{name}.eml")
    add_file(
        found,
        Attachment(
            name,
            kind,
            part.content,
            content_id=part.content_id,
            is_inline=is_image and bool(related or part.content_id or part.disposition[0] == "inline"),
        ),
    )


def use_named_text(tree: mime_tree.MimePart, found: Body) -> None:
    """Use the only text part as the text though it has a name, when there is no other text."""
    if any(found.texts) or found.is_encrypted:
        return
    named = [
        part
        for part in tree.leaves()
        if part.content_type in TEXTS and part.file_name and part.disposition[0] != "attachment"
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
    inside = Body(found.remarks, opened=found.opened)
    try:
        inner = mime_tree.mime_tree(whole.content)
        collect(inner, inside)
    except Unreadable:
        # It is kept as a file all the same.
        return
    lines = [
        f"{label}\u00a0: {said}"
        for label, name in (("De", "from"), ("Date", "date"), ("Objet", "subject"))
        if (said := header_values.clean_header(inner.first(name), limits.SUBJECT))
    ]
    found.texts += ["\n".join(["---------- Message transféré ----------", *lines]), *inside.texts]


def _name(part: mime_tree.MimePart, kind: str) -> str:
    """A name for a part that has none."""
    if kind in WHOLE:
        return cleaning.clean_file_name(
            _subject(part.content[: limits.HEADERS_SIZE]).replace("/", "-"), "message"
        )
    extension = EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or ""
    return f"{'image' if kind.startswith('image/') else 'piece-jointe'}{extension}"


def _subject(whole: bytes) -> str:
    try:
        inner, _ = mime_tree.header_block(whole, 0, len(whole))
    except Unreadable:
        return ""
    return header_values.clean_header(next((value for name, value in inner if name == "subject"), b""), 150)


def add_file(found: Body, file: Attachment) -> None:
    if found.size + len(file.content) > limits.PARTS_SIZE:
        found.remarks.add(LEFT_OUT)
        return
    found.size += len(file.content)
    file.sha256 = hashlib.sha256(file.content).hexdigest()
    found.files.append(file)
