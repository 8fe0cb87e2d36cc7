"""Removes from Office and ODF files what names their authors, programs and places on a disk.

Each part is known: it is cleaned, left out, or the whole file is refused. Comments and tracked changes stay, unsigned.
Fields that write a name (Word) are refused; those of ODF and the first words of Excel notes are replaced.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from lxml import etree

from core.documents.refusals import DAMAGED, NAME_WRITTEN, NOT_TAKEN, OBJECT_INSIDE, TOO_HARD, CannotStrip

TYPES = "[Content_Types].xml"
NOBODY = "Auteur"
MOST_UNFOLDED = 300_000_000
DEEPEST = 2
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
# Parts whose XML is kept, once cleaned.
KEPT = re.compile(
    r"\[Content_Types\]\.xml"
    r"|(word|xl|ppt)/(charts|diagrams|drawings|theme)/[^/]+\.(xml|vml)"
    r"|word/(comments|document|endnotes|fontTable|footer\d*|footnotes|header\d*|numbering|settings)\.xml"
    r"|word/(styles|stylesWithEffects)\.xml"
    r"|xl/(calcChain|comments\d*|metadata|sharedStrings|styles|workbook)\.xml"
    r"|xl/(chartsheets|comments|externalLinks|pivotCache|pivotTables|slicerCaches|slicers|tables|worksheets)/[^/]+\.xml"
    r"|ppt/(authors|commentAuthors|presProps|presentation|tableStyles|viewProps)\.xml"
    r"|ppt/(comments|handoutMasters|notesMasters|notesSlides|slideLayouts|slideMasters|slides)/[^/]+\.xml"
    r"|mimetype|META-INF/manifest\.xml|(Object [^/]+/)?(content|styles)\.xml"
)
PICTURE = re.compile(r"(word|xl|ppt)/media/[^/]+|(Object [^/]+/)?(Pictures|media)/[^/]+")
NESTED = re.compile(r"(word|xl|ppt)/embeddings/[^/]+\.(docx|xlsx|pptx)")
# Nothing in the parts kept asks for these, or what asks is among DROPPED_ELEMENTS.
DROPPED = re.compile(
    r"(\[trash\]|_xmlsignatures|customXml|docMetadata|docProps|userCustomization)/.*"
    r"|(word|xl|ppt)/((webextensions|printerSettings)/.*|printerSettings\d*\.bin)"
    r"|word/((commentsExtended|commentsExtensible|commentsIds|people|webSettings)\.xml|glossary/.*)"
    r"|xl/(persons|revisions|threadedComments)/.*"
    r"|ppt/((changesInfos|tags)/.*|revisionInfo\.xml)"
    r"|(Object [^/]+/)?(meta|settings)\.xml|manifest\.rdf|layout-cache|META-INF/documentsignatures\.xml"
    r"|(Basic|Configurations2|Dialogs|ObjectReplacements|Scripts|Thumbnails)/.*"
)
DROPPED_ELEMENTS = {
    "absPath",
    "attachedTemplate",
    "custDataLst",
    "customSheetViews",
    "customWorkbookViews",
    "docId",
    "docVars",
    "fileSharing",
    "fileVersion",
    "mailMerge",
    "printerSettings",
    "revisionPtr",
    "rsids",
    # LibreOffice writes who made it.
    "scenario",
    "scenarios",
}
SIGNED = {"author", "initials", "lastModifiedBy", "providerId", "refreshedBy", "userId", "userName"}
DATED = {"date", "dateUtc", "dt", "refreshedDate"}
# A place on somebody's disk or on a server of files.
ON_A_DISK = re.compile(r"""(^|["\s])(file:|[a-z]:[\\/]|\\\\)|[\\/](users|home)[\\/]""", re.IGNORECASE)
LEADS_OUT = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
# An agent's own space on SharePoint or OneDrive.
PERSONAL = re.compile(r"-my\.sharepoint\.|/personal/|d\.docs\.live\.net/", re.IGNORECASE)
# Fields of Word whose result, a text like any other, is a name or a place on a disk.
NAMING_FIELD = re.compile(
    r"((INFO|DOCPROPERTY) )?\"?(AUTHOR|LAST ?AUTHOR|LASTSAVEDBY|MANAGER|USER(NAME|INITIALS|ADDRESS))\b"
    r"|FILENAME\b.*\\p",
    re.IGNORECASE,
)
NAMING_PROPERTY = re.compile(r":(creator|lastModifiedBy|Manager|CompanyEmail|CompanyPhone)\b")
# ODF's; those of the sender (`sender-…`) beside.
NAMING_ELEMENTS = {
    "author",
    "author-initials",
    "author-name",
    "creator",
    "creator-initials",
    "initial-creator",
    "printed-by",
    # A property of the document, whatever its name.
    "user-defined",
}
WITH_A_PLACE = {"delInstrText", "file-name", "instrText", "template-name"}
NOTES_OF_EXCEL = re.compile(r"xl/(comments\d*|comments/[^/]+)\.xml")


def stripped_office(data: bytes, clean_picture: Callable[[bytes], bytes], *, depth: int = 0) -> bytes:
    """The same document, unsigned. Raises CannotStrip."""
    if depth > DEEPEST:
        raise CannotStrip(TOO_HARD)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _rewritten(archive, clean_picture, depth)
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.LxmlError,
        KeyError,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise CannotStrip(DAMAGED) from error


def _rewritten(archive: zipfile.ZipFile, clean_picture: Callable[[bytes], bytes], depth: int) -> bytes:
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    if TYPES not in names and "mimetype" not in names:
        raise CannotStrip(NOT_TAKEN)
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNFOLDED:
        raise CannotStrip(TOO_HARD)
    left_out = {name for name in names if not _is_kept(name)}
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as clean:
        for name in names:
            if name in left_out:
                continue
            content = archive.read(name)
            if name == "mimetype":
                # Read in place by programs that open the file.
                clean.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED)
                continue
            if PICTURE.fullmatch(name):
                content = clean_picture(content)
            elif NESTED.fullmatch(name):
                content = stripped_office(content, clean_picture, depth=depth + 1)
            else:
                content = _cleaned(name, content, left_out)
            # Without the day and the system that the entry was written on.
            clean.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _is_kept(name: str) -> bool:
    if name.endswith(".rels"):
        folder, _, own = name.rpartition("_rels/")
        return not own.removesuffix(".rels") or _is_kept(folder + own.removesuffix(".rels"))
    if DROPPED.fullmatch(name):
        return False
    if any(known.fullmatch(name) for known in (KEPT, PICTURE, NESTED)):
        return True
    raise CannotStrip(OBJECT_INSIDE)


def _cleaned(name: str, content: bytes, left_out: set[str]) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise CannotStrip(DAMAGED)
    if any(NAMING_FIELD.match(" ".join(code.split())) for code in _fields(root)):
        raise CannotStrip(NAME_WRITTEN)
    if NOTES_OF_EXCEL.fullmatch(name):
        _unsign_notes(root)
    for element in list(root.iter(etree.Element)):
        if _is_left_out(element, name, left_out) and element.getparent() is not None:
            element.getparent().remove(element)
        else:
            _unsign(element, etree.QName(element).localname)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


def _fields(root: Any) -> list[str]:
    """Return the codes of Word's fields; Word cuts a code into several runs."""
    codes: list[str] = []
    for element in root.iter("{*}fldChar", "{*}fldSimple", "{*}instrText", "{*}delInstrText"):
        kind = etree.QName(element).localname
        if kind.endswith("nstrText"):
            codes[-1:] = ["".join([*codes[-1:], element.text or ""])]
        else:
            codes.append(next((value for key, value in element.items() if key.endswith("}instr")), ""))
    return codes


def _unsign_notes(root: Any) -> None:
    """Remove the author's name that Excel writes, in bold, as the first words of a note."""
    names = [re.escape(author.text) for author in root.iter("{*}author") if (author.text or "").strip()]
    named = re.compile(rf"(?<!\w)({'|'.join(sorted(names, key=len, reverse=True))})(?!\w)")
    for note in root.iter("{*}comment"):
        for place, words in enumerate(note.iter("{*}t")):
            text = words.text or ""
            text = named.sub(NOBODY, text) if names else text
            run = words.getparent()
            if place == 0 and run is not None and run.find("{*}rPr/{*}b") is not None:
                # The list of authors may have been emptied since.
                text = re.sub(r"^[^:\n]+(?=:\s*(\n|$))", NOBODY, text)
            words.text = text


def _is_left_out(element: Any, name: str, left_out: set[str]) -> bool:
    """It leads to a part that is left out, or holds nothing but names, places and dates."""
    kind = etree.QName(element).localname
    if kind == "Override":
        return element.get("PartName", "").lstrip("/") in left_out
    if kind == "Relationship":
        place = posixpath.join("/", name.rpartition("_rels/")[0], element.get("Target", ""))
        return element.get("TargetMode") != "External" and posixpath.normpath(place).lstrip("/") in left_out
    if kind == "file-entry":
        return any(value in left_out for key, value in element.items() if key.endswith("full-path"))
    return kind in DROPPED_ELEMENTS or element.tag == f"{DUBLIN_CORE}date" or kind == "date-string"


def _unsign(element: Any, kind: str) -> None:
    if kind == "dataBinding" and any(NAMING_PROPERTY.search(value) for value in element.attrib.values()):
        raise CannotStrip(NAME_WRITTEN)
    if kind in NAMING_ELEMENTS or kind.startswith("sender-"):
        element.text = NOBODY
    if kind in WITH_A_PLACE and _names_a_place(element.text or ""):
        element.text = ""
    if kind in ("author", "cmAuthor") and "name" in element.attrib:
        element.set("name", NOBODY)
    if kind == "Relationship" and element.get("TargetMode") == "External":
        target = element.get("Target", "")
        if not LEADS_OUT.match(target) or PERSONAL.search(target):
            element.set("Target", "about:blank")
        return
    for key, value in element.items():
        attribute = etree.QName(key).localname
        # The printer's settings are left out.
        is_printer = kind == "pageSetup" and attribute == "id"
        is_editor = kind == "permStart" and attribute == "ed"
        is_dropped = attribute.endswith("rsid") or attribute in DATED or is_printer or is_editor
        if attribute.startswith("rsid") or is_dropped:
            del element.attrib[key]
        elif attribute in SIGNED:
            element.set(key, NOBODY)
        elif _is_on_a_disk(attribute, value):
            element.set(key, "")


def _names_a_place(text: str) -> bool:
    return bool(ON_A_DISK.search(text) or PERSONAL.search(text))


def _is_on_a_disk(attribute: str, value: str) -> bool:
    if LEADS_OUT.match(value):
        return bool(PERSONAL.search(value))
    return _names_a_place(value) or (attribute == "href" and value.startswith(("/", "..")))
