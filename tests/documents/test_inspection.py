"""What is taken in, under which name, and what is refused, with which words."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import limits
from core.documents.inspection import detection, office, pdf
from core.documents.inspection.detection import InspectedFile, inspect_file
from core.documents.inspection.signatures import OLE_HEAD
from core.documents.refusals import Refused
from tests.documents import samples


def judged(tmp_path: Path, content: bytes, name: str = "fichier", **allowed: Any) -> InspectedFile:
    path = tmp_path / "x"
    path.write_bytes(content)
    return inspect_file(path, name, **allowed)


def refusal(tmp_path: Path, content: bytes, name: str = "fichier", **allowed: Any) -> str:
    with pytest.raises(Refused) as error:
        judged(tmp_path, content, name, **allowed)
    return error.value.message


ACCEPTED = {
    "pdf": samples.pdf(),
    "odt": samples.odf(),
    "ods": samples.odf("spreadsheet"),
    "odp": samples.odf("presentation"),
    "odg": samples.odf("graphics"),
    "docx": samples.docx(),
    "xlsx": samples.xlsx(),
    "pptx": samples.pptx(),
    "png": samples.image(),
    "jpeg": samples.image("JPEG"),
    "gif": samples.image("GIF"),
    "webp": samples.image("WEBP"),
    "tiff": samples.image("TIFF"),
    "xml": b'<?xml version="1.0"?><releve><ligne>12</ligne></releve>',
    "text": "Bonjour, à bientôt.\n".encode(),
}


@pytest.mark.parametrize("code", ACCEPTED)
def test_each_kind_is_known_by_its_content(tmp_path, code):
    """Without any name to help; the extension is then the kind's."""
    found = judged(tmp_path, ACCEPTED[code])
    assert found.kind.code == code
    assert found.name == f"fichier.{found.kind.extensions[0]}"
    assert found.mended


def test_csv_is_text_that_calls_itself_so(tmp_path):
    assert judged(tmp_path, b"a;b\n1;2\n", "budget.csv").kind.code == "csv"
    assert judged(tmp_path, "é;à\n".encode("cp1252"), "budget.csv").kind.code == "csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_comes_in_the_encodings_people_have(tmp_path, encoding):
    assert judged(tmp_path, "Événement à l’école\n".encode(encoding), "note.txt").kind.code == "text"


def test_a_good_name_is_kept_as_it_is(tmp_path):
    found = judged(tmp_path, samples.pdf(), "Délibération n° 7 (signée).PDF")
    assert found.name == "Délibération n° 7 (signée).pdf"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plan.docx", "plan.pdf"),
        ("plan", "plan.pdf"),
        ("plan.v2", "plan.v2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\plan.pdf", "plan.pdf"),
    ],
)
def test_a_wrong_extension_follows_the_content_and_is_said(tmp_path, name, expected):
    found = judged(tmp_path, samples.pdf(), name)
    assert found.name == expected
    assert expected in found.mended[0]


PROGRAMS = {
    "windows": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "facture.pdf"),
    "linux": (b"\x7fELF\x02\x01\x01" + bytes(200), "facture.pdf"),
    "mac": (b"\xcf\xfa\xed\xfe" + bytes(200), "facture.pdf"),
    "java": (b"\xca\xfe\xba\xbe" + bytes(200), "facture.pdf"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "note.txt"),
    "batch": (b"@echo off\r\ndel *.*\r\n", "note.txt"),
    "php": (b"<?php system($_GET['c']); ?>", "note.txt"),
    "javascript": (b"WScript.Echo('x')", "facture.js"),
    "shortcut": (b"\x4c\x00\x00\x00\x01\x14\x02\x00" + bytes(80), "facture.pdf"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_under_another_name_is_refused(tmp_path, name):
    assert "programme" in refusal(tmp_path, *PROGRAMS[name])


def test_a_text_may_begin_like_a_program(tmp_path):
    assert judged(tmp_path, b"MZ, c'est le debut d'une note.\n", "note.txt").kind.code == "text"


WEB = [
    b"<!DOCTYPE html><p>x</p>",
    b"\n <html><script>alert(1)</script>",
    b"<!-- bonjour --><script>alert(1)</script>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>',
    b'<?xml version="1.0"?><!DOCTYPE svg><svg/>',
    b'<?xml version="1.0"?><x:html xmlns:x="http://www.w3.org/1999/xhtml"/>',
]


@pytest.mark.parametrize("content", WEB)
@pytest.mark.parametrize("name", ["note.txt", "note.xml", "plan.pdf"])
def test_a_web_page_is_refused_whatever_its_name(tmp_path, content, name):
    assert "page web" in refusal(tmp_path, content, name)


REFUSED = {
    "vide": ("vide", b""),
    "chiffré": ("chiffré", samples.with_writer(samples.pdf(), password="secret")),
    "protégé": ("chiffré", samples.with_writer(samples.pdf(), owner_only=True)),
    "macros": ("macros", samples.docx(extra={"word/vbaProject.bin": b"x"})),
    "sans macros": ("macros", samples.docx(types=["application/vnd.ms-word.document.macroEnabled.main+xml"])),
    "macros ODF": ("macros", samples.odf(**{"Basic/Standard/Module1.xml": "<x/>"})),
    "macros Python": ("macros", samples.odf(**{"Scripts/python/a.py": "x"})),
    "mot de passe": ("mot de passe", samples.odf(**{"META-INF/manifest.xml": "<m:encryption-data/>"})),
    "ancien format": ("ancien format", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
    "mot de passe Word": (
        "mot de passe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    ),
    "archive": ("archive", samples.zipped({"a.txt": "x"})),
    "archive 7z": ("archive", b"7z\xbc\xaf\x27\x1c" + bytes(50)),
    "abîmé": ("abîmé", samples.docx()[:-30]),
    "image abîmée": ("abîmée", samples.PNG_HEAD + b"rien"),
    "inconnu": ("aucun type accepté", bytes(range(256)) * 4),
    "programme dedans": (
        "programme",
        samples.docx(extra={"word/embeddings/x.bin": b"MZ\x90\x00" + bytes(100)}),
    ),
    "entités": (
        "entités",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    ),
    "milliard": (
        "entités",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    ),
    "mal formé": ("mal formé", b'<?xml version="1.0"?><a><b></a>'),
    "profond": ("mal formé", b'<?xml version="1.0"?>' + b"<a>" * 5000 + b"</a>" * 5000),
    "entités dans Word": (
        "abîmé",
        samples.zipped(
            {
                samples.CONTENT_TYPES: '<!DOCTYPE x [<!ENTITY a "lol">]><Types>&a;</Types>',
                "word/document.xml": "",
            }
        ),
    ),
    "compression rare": (
        "abîmé",
        samples.zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, method=zipfile.ZIP_LZMA),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why(tmp_path, case):
    words, content = REFUSED[case]
    assert words in refusal(tmp_path, content)


def test_an_encrypted_pdf_is_seen_by_its_trailer_alone():
    assert pdf.ENCRYPTION.search(REFUSED["chiffré"][1])
    assert pdf.ENCRYPTION.search(b"<< /E#6ecrypt 12 0 R >>")
    assert not pdf.ENCRYPTION.search(samples.pdf("/Encrypt n'est qu'un mot"))


CODED = {
    "script": samples.scripted_pdf(),
    "hidden name": samples.scripted_pdf()
    .replace(b"/JavaScript", b"/Jav#61Script")
    .replace(b"/JS", b"/#4a#53"),
    "packed": samples.packed_pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    "packed otherwise": samples.packed_pdf(b"<< >>", packer=lambda content: content.hex().encode() + b">"),
    "launch": samples.one_page(b"", b"<< /S /Launch /F (calc.exe) >>"),
}


@pytest.mark.parametrize("case", CODED)
def test_a_pdf_with_a_script_comes_in_and_is_only_saved(tmp_path, case):
    found = judged(tmp_path, CODED[case])
    assert found.kind.code == "pdf"
    assert found.has_code


@pytest.mark.parametrize(
    "content", [samples.pdf(), samples.pdf("/JS et /JavaScript"), samples.packed_pdf(b"<< /Type /Font >>")]
)
def test_a_pdf_without_is_shown(tmp_path, content):
    assert not judged(tmp_path, content).has_code


def test_objects_packed_without_end_count_as_code(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_UNFOLDED", 1000)
    assert judged(tmp_path, samples.packed_pdf(b"<< /A (" + b"x" * 5000 + b") >>")).has_code


# Bombs


def test_a_bomb_is_refused_before_it_unfolds(tmp_path):
    content = samples.bomb()
    assert len(content) < 1_000_000
    assert "démesuré" in refusal(tmp_path, content)


def test_many_half_bombs_make_a_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "MOST_UNFOLDED", 5_000_000)
    monkeypatch.setattr(office.Budget.__init__, "__defaults__", (5_000_000,))
    parts = {f"word/media/{n}.bin": bytes(1_000_000) for n in range(6)}
    assert "démesuré" in refusal(tmp_path, samples.docx(extra=parts))


def test_a_bomb_in_a_workbook_in_a_report_is_one_too(tmp_path):
    inner = samples.bomb(size=100_000_000)
    assert "démesuré" in refusal(tmp_path, samples.docx(extra={"word/embeddings/a.xlsx": inner}))


def test_archives_within_archives_within_archives_are_a_trap(tmp_path):
    content = samples.docx()
    for _ in range(3):
        content = samples.docx(extra={"word/embeddings/a.docx": content})
    assert "démesuré" in refusal(tmp_path, content)


def test_a_workbook_in_a_report_is_usual(tmp_path):
    content = samples.docx(extra={"word/embeddings/a.xlsx": samples.xlsx()})
    assert judged(tmp_path, content).kind.code == "docx"


def test_too_many_entries_are_a_trap(tmp_path):
    parts: dict[str, bytes | str] = {f"word/{n}": b"" for n in range(office.MOST_ENTRIES)}
    assert "démesuré" in refusal(tmp_path, samples.docx(extra=parts))


def test_a_directory_that_lies_is_not_believed(tmp_path):
    content = bytearray(samples.docx())
    end = content.rfind(b"PK\x05\x06")
    content[end + 10 : end + 12] = b"\xff\xff"
    assert "démesuré" in refusal(tmp_path, bytes(content))


def test_two_entries_of_one_name_are_damage(tmp_path):
    path = tmp_path / "double.docx"
    path.write_bytes(samples.docx())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<x/>")
    assert "abîmé" in refusal(tmp_path, path.read_bytes())


def test_a_huge_picture_is_refused_by_its_header(tmp_path):
    content = bytearray(samples.image("GIF"))
    content[6:10] = b"\xff\xff\xff\xff"
    assert "trop grande" in refusal(tmp_path, bytes(content))


def test_only_the_allowed_kinds(tmp_path):
    assert "seulement" in refusal(tmp_path, samples.pdf(), "photo.jpg", allowed=("png", "jpeg"))


@pytest.mark.parametrize("content", [samples.xlsx(), samples.odf("spreadsheet"), OLE_HEAD + bytes(600)])
def test_a_workbook_where_a_csv_is_wanted_says_what_to_do(tmp_path, content):
    said = refusal(tmp_path, content, "agents.xlsx", allowed=("csv", "text"))
    assert "«\u00a0Enregistrer sous\u00a0», puis «\u00a0CSV UTF-8\u00a0»" in said


@pytest.mark.parametrize("lost", [1, 20, 100, 300])
@pytest.mark.parametrize("make", [samples.docx, samples.odf, samples.xlsx])
def test_bytes_lost_at_the_beginning(tmp_path, make, lost):
    """Its list of entries, at its end, then points before the file's beginning."""
    whole = make()
    assert refusal(tmp_path, whole[:30] + whole[30 + lost :], "rapport")


# What would keep its judge busy for hours: judged at once, or its test would never end

BEGINNINGS = {
    "comments": "<!---->" * 200 + "un journal",
    "spaces": " " * 200_000 + "un journal",
    "declaration": "<?xml version='1.0'?>" + "\n" * 100_000 + "<!-- x -->" * 100 + "un journal",
}


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_is_told_from_a_web_page_at_once(tmp_path, beginning):
    path = tmp_path / "x"
    path.write_text(BEGINNINGS[beginning])
    assert detection.WEB_START.match(BEGINNINGS[beginning]) is None
    if beginning != "declaration":
        assert detection.detect_text_kind(path, "journal.txt") == "text"


def test_names_that_claim_one_endless_stream_are_not_all_believed(tmp_path, monkeypatch):
    """Blocks that unfold into nothing cost their reading again for each name."""
    monkeypatch.setattr(pdf, "MOST_UNFOLDED", 500_000)
    nothing = b"\x78\x01" + b"\x00\x00\x00\xff\xff" * 20_000 + b"\x01\x00\x00\xff\xff\x00\x00\x00\x01"
    assert zlib.decompress(nothing) == b""
    once = b"%PDF-1.7\n/ObjStm stream\n" + nothing
    many = b"%PDF-1.7\n" + b"/ObjStm " * 20 + b"stream\n" + nothing
    path = tmp_path / "x"
    path.write_bytes(once)
    assert not pdf.has_code(path)
    path.write_bytes(many)
    assert pdf.has_code(path)


# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Procès-verbal du 7 juillet.odt", "Procès-verbal du 7 juillet.odt"),
        ("../../x", "x"),
        ("a/b\\c.pdf", "c.pdf"),
        ("C:\\fakepath\\plan.pdf", "plan.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a.pdf", "planSet-Cookie_ a.pdf"),
        # Shown « facture-exe.pdf », run as « facture-fdp.exe ».
        ("facture-\u202efdp.exe", "facture-fdp.exe"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.tar.pdf", "_LPT1.tar.pdf"),
        ("", "document"),
        ("...", "document"),
        (".pdf", "pdf"),
        ("   .pdf", "pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("PLAN.PDF", "PLAN.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('a<b>"c|d?.pdf', "a_b__c_d_.pdf"),
    ],
)
def test_a_name_is_mended(name, expected):
    assert limits.safe_name(name) == expected


AWKWARD = st.sampled_from("./\\:*\x00\r\n \u202e\u200b\ud800\u2028~_-é")


@given(st.text(AWKWARD | st.characters(), max_size=400))
def test_whatever_comes_a_safe_name_leaves(name):
    name_kept = limits.safe_name(name)
    assert 0 < len(name_kept) <= limits.LONGEST
    assert not set(name_kept) & set('/\\<>:"|?*')
    assert name_kept.isprintable()
    assert limits.safe_name(name_kept) == name_kept
