import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.utils import timezone

from core import french
from core.web import pdf
from core.web.pdf import PdfUnavailable, missing_pdf_part, pdf_response, render_pdf

SHEET = """{% extends "print/base.html" %}
{% block content %}<h2>La question</h2><p>{{ words }}</p><div>{{ html|safe }}</div>
<p><a href="/idees/abc/">Lire sur le site</a></p><h2 class="page">La suite</h2>{% endblock %}"""


@pytest.fixture(autouse=True)
def sheet(settings: Any, tmp_path: Path) -> None:
    """A document of the tests' own, beside the project's templates."""
    (tmp_path / "sheet.html").write_text(SHEET)
    engine, *others = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}, *others]


def made(**given: Any) -> pypdf.PdfReader:
    variant = given.pop("variant", None)
    content = render_pdf("sheet.html", given, title="Compte rendu du 3 décembre", variant=variant)
    return pypdf.PdfReader(BytesIO(content))


def text_of(document: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_a_document_says_the_town_its_title_its_day_and_its_pages(settings):
    settings.TOWN_NAME = "Port-Mimosa"
    document = made(words="Où ranger l’été ?")
    words = text_of(document).replace("\u00a0", " ")
    assert "Port-Mimosa" in words
    assert "Compte rendu du 3 décembre" in words
    assert "Où ranger l’été ?" in words
    assert french.long_date(timezone.localdate()).replace("\u00a0", " ") in words
    assert "page 1 sur 2" in words
    assert "page 2 sur 2" in words
    assert document.metadata is not None
    assert document.metadata.title == "Compte rendu du 3 décembre"
    width, height = document.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_its_links_lead_to_the_site(settings):
    settings.SITE_URL = "https://intranet.ville.example"
    links = [note.get_object()["/A"]["/URI"] for note in made().pages[0]["/Annots"]]
    assert links == ["https://intranet.ville.example/idees/abc/"]


@pytest.mark.parametrize("variant", [None, "pdf/a-3u", "pdf/ua-1"])
def test_every_document_is_tagged(variant):
    root = made(words="À entendre", variant=variant).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "fr"


def test_a_document_to_keep_says_its_standard_and_holds_its_fonts_and_colours():
    document = made(words="Pour les archives", variant="pdf/a-3u")
    metadata = document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata or "<pdfaid:part>3<" in metadata
    assert 'pdfaid:conformance="U"' in metadata or "<pdfaid:conformance>U<" in metadata
    assert document.trailer["/Root"]["/OutputIntents"]
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    for font in (font.get_object()["/DescendantFonts"][0].get_object() for font in fonts):
        assert {"/FontFile2", "/FontFile3"} & {*font["/FontDescriptor"]}
    # The site's, of its titles and of its words.
    assert {"Figtree", "Literata"} <= {name.get_object()["/BaseFont"][8:16].split("-")[0] for name in fonts}


# What a document may read


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine, and the paths it was asked for."""
    paths: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_asked_of_a_network(asked):
    address, paths = asked
    html = f"""<img src="{address}/image.png"><link rel="stylesheet" href="{address}/style.css">
        <style>@import "{address}/import.css"; p {{ background: url({address}/fond.png) }}
        @font-face {{ font-family: x; src: url({address}/x.ttf) }} div {{ font-family: x }}</style>
        <object data="{address}/objet.svg"></object><embed src="{address}/embed.svg">
        <svg><image href="{address}/svg.png"/><use href="{address}/use.svg#a"/></svg>
        <base href="{address}/"><img src="relative.png"><link rel="attachment" href="{address}/piece">"""
    assert "avant" in text_of(made(words="avant", html=html))
    assert not paths


@pytest.mark.parametrize("address", ["file://{}", "/static/../../../../../../../..{}", "/static/{}"])
@pytest.mark.parametrize("tag", ['<link rel="attachment" href="{}">', '<a rel="attachment" href="{}">x</a>'])
def test_no_file_of_the_machine_gets_in(tmp_path, tag, address):
    secret = tmp_path / "passwd"
    secret.write_text("root:x:0:0")
    content = render_pdf("sheet.html", {"html": tag.format(address.format(secret))}, title="x")
    document = pypdf.PdfReader(BytesIO(content))
    assert not document.attachments
    assert b"root:x" not in content
    made(html='<img src="file:///etc/passwd"><object data="file:///etc/passwd"></object>')


def test_a_static_file_gets_in():
    """The style sheet did, or the page would not be A4; so may any other."""
    document = made(html='<link rel="attachment" href="/static/favicon.svg">')
    assert [content.startswith(b"<svg") for files in document.attachments.values() for content in files] == [
        True
    ]


# A machine without the libraries


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pdf.LIBRARIES, "libnowhere-1.0.so.0", "libnowhere-1.0-0")


def test_what_is_missing_is_named(bare):
    assert missing_pdf_part().endswith(
        "un paquet du système pour faire des PDF. "
        "En root, sous Debian\u00a0: apt-get install libnowhere-1.0-0"
    )
    with pytest.raises(PdfUnavailable, match="libnowhere"):
        render_pdf("sheet.html", {}, title="x")


def test_a_machine_without_a_font_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FONT_FOLDERS", (str(tmp_path),))
    assert "fonts-dejavu-core" in missing_pdf_part()


@pytest.mark.django_db
def test_without_the_library_the_answer_is_a_page(bare, rf, client, author):
    request = rf.get("/")
    request.user = author
    request.session = client.session
    response = pdf_response(request, "sheet.html", {}, title="Idée", name="idee.pdf")
    assert response.status_code == 200
    assert "Content-Disposition" not in response.headers
    assert "Ce serveur ne sait pas encore faire de PDF" in response.text
    assert "libnowhere-1.0-0" in response.text


def test_two_documents_at_once_then_the_others_are_asked_to_come_back(rf, monkeypatch):
    monkeypatch.setattr(pdf, "render_pdf", lambda *args, **kwargs: b"%PDF")

    def asked() -> int:
        return pdf_response(rf.get("/"), "sheet.html", {}, title="Titre", name="titre.pdf").status_code

    with pdf.AT_ONCE:
        assert asked() == 200
        with pdf.AT_ONCE:
            assert asked() == 503
    assert asked() == 200
