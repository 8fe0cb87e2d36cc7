"""Files that would keep their judge busy for hours; each is judged at once, or its test would never end."""

from __future__ import annotations

import zlib

import pytest

from core.documents.inspection import detection, pdf

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
