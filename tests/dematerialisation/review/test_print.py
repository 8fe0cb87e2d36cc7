"""What is printed: the PDF and the Word text read back, its length, the pictures, the zip of an issue."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import etree
from PIL import Image

from core.documents import images
from core.documents.extraction.office import extract_office
from core.documents.extraction.pages import Pages
from core.documents.models import Document
from core.web import pdf
from core.web.rich_text import plain_text_of
from dematerialisation.models import Article, ReviewPicture
from dematerialisation.review import actions, drafts
from dematerialisation.review.views import piece_of_article, piece_of_tip
from tests.dematerialisation.factories import (
    ArticleFactory,
    ReviewIssueFactory,
    ReviewPictureFactory,
    a_picture,
    an_illustrated_article,
)
from tests.directory.factories import staged
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
ALT = "La mer, un matin de mimosa"


def pdf_at(client: Client, url: str) -> pypdf.PdfReader:
    response = client.get(url)
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(BytesIO(response.content))


def text_of_docx(content: bytes) -> str:
    found: list[str] = []
    extract_office(
        BytesIO(content), "docx", Pages(lambda number, text: found.append(text), lambda total: None)
    )
    return "\n".join(found)


def words_of(document: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def heights_of(page: pypdf.PageObject) -> dict[str, float]:
    """Each piece of text and how high it stands on the page, in points."""
    found: dict[str, float] = {}

    def visit(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        if text.strip():
            found[text.strip().replace("\u00a0", " ")] = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]

    page.extract_text(visitor_text=visit)
    return found


def alternatives(document: pypdf.PdfReader) -> set[str]:
    """Of the structure tree, which a screen reader follows."""
    found, waiting = set(), [document.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.add(str(node["/Alt"]))
            if "/K" in node and not isinstance(node["/K"], int):
                waiting.append(node["/K"])
    return found


def test_the_page_of_a_tip(signed_in, outsider):
    tip = TipFactory.create(title="La fission des onglets", level=3)
    document = pdf_at(signed_in(outsider), reverse("review_tip_pdf", args=[tip.reference]))
    words = words_of(document).replace("\u00a0", " ")
    for said in (tip.title, tip.summary, "⚛⚛⚛", "Niveau 3 sur 3", "Appuyez sur Ctrl et W."):
        assert said.replace("\u00a0", " ") in words
    assert document.metadata
    assert document.metadata.title == tip.title


def test_the_page_of_an_article_has_its_figures_and_its_pictures_at_print_resolution(signed_in, outsider):
    article = an_illustrated_article()
    document = pdf_at(signed_in(outsider), reverse("article_pdf", args=[article.reference]))
    words = words_of(document)
    for said in ("le mot gélinotte", "Progiciels suivis", "45", "Espaces verts", "Chiffres relevés"):
        assert said in words
    assert ALT in alternatives(document)
    # The pages of a document share their pictures: each lists them all.
    [picture] = document.pages[0].images
    assert picture.image
    assert picture.image.size == (1600, 900)
    # 1,600 dots at 300 an inch are 512 pixels of CSS, of which 96 make an inch.
    drawn = document.pages[0].get_contents()
    assert drawn is not None
    scale = re.search(
        r"([\d.]+) 0 0 -?([\d.]+) [\d.-]+ [\d.-]+ cm\s+/\w+ Do", drawn.get_data().decode("latin-1")
    )
    assert scale
    assert float(scale[1]) == 512


def test_long_names_of_figures_stand_above_their_day(signed_in, outsider):
    article = ArticleFactory.create(published=True, **drafts.fields_of(Article.Kind.SOFTWARE_PROBLEMS))
    page = pdf_at(signed_in(outsider), reverse("article_pdf", args=[article.reference])).pages[0]
    heights = heights_of(page)
    [day] = [height for text, height in heights.items() if text.startswith("Chiffres relevés le")]
    # The last lines of « Archivage électronique : connu ou testé » and its neighbours.
    names = [height for text, height in heights.items() if text.endswith(("testé", "suivis", "cours"))]
    assert len(names) >= 3
    # Of eight points, and with room between.
    assert min(names) > day + 8


def test_a_draft_is_not_printed_for_others(signed_in, outsider, moderator):
    article, tip = ArticleFactory.create(), TipFactory.create(draft=True)
    paths = [
        *(reverse(f"article_{kind}", args=[article.reference]) for kind in ("pdf", "docx")),
        *(reverse(f"review_tip_{kind}", args=[tip.reference]) for kind in ("pdf", "docx")),
        ReviewPictureFactory.create(article=article).get_absolute_url(),
    ]
    assert {signed_in(outsider).get(path).status_code for path in paths} == {404}
    assert {signed_in(moderator).get(path).status_code for path in paths} == {200}


def test_the_text_of_a_tip_and_its_length(signed_in, moderator, settings):
    settings.REVIEW_TIP_CHARACTERS = 50
    tip = TipFactory.create(
        title="Titre", summary="Résumé.", body="<p>Une <em>touche</em>.</p><ul><li><p>F2</p></li></ul>"
    )
    answer = signed_in(moderator).get(reverse("review_tip_docx", args=[tip.reference]))
    assert answer["Content-Disposition"] == 'attachment; filename="conseil Titre.docx"'
    assert f"Par {tip.author}\nRésumé.\nUne touche.\nF2" in text_of_docx(answer.content)
    piece = piece_of_tip(tip)
    assert (piece.length, piece.excess) == (len("Titre\n\nRésumé.\n\nUne touche.\n– F2"), 0)
    tip.body = f"<p>{'a' * 50}</p>"
    assert piece_of_tip(tip).excess == len("Titre\n\nRésumé.\n\n")


def test_the_text_of_an_article_ends_with_its_figures():
    text = text_of_docx(piece_of_article(ArticleFactory.create()).docx)
    assert "Progiciels suivis\u00a0: 45" in text
    assert "Direction\nProgiciels\nFinances\n4\nEspaces verts\n2" in text


def test_the_text_is_in_styles_with_its_lists_and_links(settings):
    body = (
        "<h2>Un</h2><p>a <strong>b <em>c</em></strong> &amp;<br>d <a href='/revue/?q=été 1'>e</a></p>"
        "<ol><li><p>f</p><ul><li>g</li></ul></li><li><p>h</p><p>i</p></li></ol><ol start='5'><li><p>j</p></li></ol>"
        "<blockquote><p>k</p></blockquote>"
    )
    tip = TipFactory.create(title="« Titre » & <co>", summary="Résumé.", body=body)
    archive = zipfile.ZipFile(BytesIO(piece_of_tip(tip).docx))
    document, numbering, relations, styles = (
        etree.fromstring(archive.read(f"word/{part}"))
        for part in ("document.xml", "numbering.xml", "_rels/document.xml.rels", "styles.xml")
    )
    found = [
        (
            "".join(paragraph.itertext()),
            *(
                next(iter(paragraph.xpath(f"w:pPr//w:{name}/@w:val", namespaces=WORD)), "")
                for name in ("pStyle", "ilvl", "numId")
            ),
        )
        for paragraph in document.iter(f"{{{WORD['w']}}}p")
    ]
    assert [line for line in found if line[1] not in ("Rubrique", "Niveau", "Auteur")] == [
        ("« Titre » & <co>", "Title", "", ""),
        ("Résumé.", "Chapeau", "", ""),
        ("Un", "Heading1", "", ""),
        ("a b c &d e", "", "", ""),
        ("f", "ListNumber", "0", "2"),
        ("g", "ListBullet2", "1", "1"),
        ("h", "ListNumber", "0", "2"),
        ("i", "ListContinue", "", ""),
        ("j", "ListNumber", "0", "3"),
        ("k", "Quote", "", ""),
    ]
    assert {style for _, style, _, _ in found} - {""} <= {*styles.xpath("//@w:styleId", namespaces=WORD)}
    assert {"Rubrique", "Niveau", "Auteur"} < {style for _, style, _, _ in found}
    marked = {mark: document.xpath(f"//w:r[w:rPr/w:{mark}]/w:t/text()", namespaces=WORD) for mark in "bi"}
    assert marked == {"b": ["b ", "c"], "i": ["c"]}
    assert numbering.xpath("//w:startOverride/@w:val", namespaces=WORD) == ["1", "5"]
    [link] = relations.xpath("//@Target[starts-with(., 'http')]")
    assert link == f"{settings.SITE_URL}/revue/?q=%C3%A9t%C3%A9%201"


def test_rich_text_as_plain_paragraphs():
    prose = "<h2>Un</h2><p>a &amp; b<br>c</p><ol><li><p>d</p></li><li>e</li></ol><blockquote><p>f</p></blockquote>"
    assert plain_text_of(prose) == "Un\n\na & b\nc\n– d\n– e\n\nf"


# Pictures


def test_a_picture_is_added_once_without_what_the_camera_wrote(signed_in, moderator):
    article, client = ArticleFactory.create(), signed_in(moderator)
    url = reverse("article_picture_add", args=[article.reference])
    image, written = Image.new("RGB", (1600, 900), "#3b7ea1"), BytesIO()
    exif = image.getexif()
    exif[0x010F] = "Appareil de Nadia"
    image.save(written, "JPEG", exif=exif)
    key = client.get(url).context["form"]["submission_key"].value()
    for _ in range(2):
        file = SimpleUploadedFile("mer.jpg", written.getvalue(), "image/jpeg")
        answer = client.post(url, {"picture": file, "alternative": ALT, "submission_key": str(key)})
        assert answer["Location"] == article.get_absolute_url()
    picture = ReviewPicture.objects.get()
    assert (picture.width, picture.height) == (1600, 900)
    kept = picture.document.file_path.read_bytes()
    assert b"Nadia" not in kept
    # A layout program reads there how wide it is printed.
    assert Image.open(BytesIO(kept)).info["dpi"] == (300, 300)
    assert ALT in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("width", "alternative", "said"),
    [(600, ALT, "trop petite pour être imprimée"), (1600, " ", "Décrivez l’image")],
)
def test_a_picture_that_cannot_be_printed_is_refused_beside_its_field(
    signed_in, moderator, width, alternative, said
):
    url = reverse("article_picture_add", args=[ArticleFactory.create().reference])
    file = SimpleUploadedFile("mer.jpg", a_picture(width), "image/jpeg")
    page = signed_in(moderator).post(url, {"picture": file, "alternative": alternative})
    assert said in page.text
    assert "Erreur\u00a0: " in page.text
    assert not ReviewPicture.objects.exists()


def test_a_picture_is_removed_with_its_file(signed_in, moderator, django_capture_on_commit_callbacks):
    picture, issue = ReviewPictureFactory.create(tip=TipFactory.create()), ReviewIssueFactory.create()
    path = picture.document.file_path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(moderator).post(reverse("review_picture_remove", args=[picture.reference]))
    assert answer["Location"] == issue.get_absolute_url()
    assert not ReviewPicture.objects.exists()
    assert not Document.objects.filter(pk=picture.document_id).exists()
    assert not path.exists()


def test_the_pictures_of_a_published_article_stay(signed_in, moderator):
    article, client = an_illustrated_article(), signed_in(moderator)
    client.post(reverse("review_picture_remove", args=[article.pictures.get().reference]))
    assert ReviewPicture.objects.count() == 1
    assert client.get(reverse("article_picture_add", args=[article.reference])).status_code == 403


def test_a_picture_is_drawn_for_the_group_only(outsider, monkeypatch):
    monkeypatch.setattr(
        images, "redrawn", Mock(side_effect=AssertionError("drawn before the right is checked"))
    )
    given = {"upload": staged(outsider, a_picture()), "alternative": ALT, "submission_key": uuid4()}
    with pytest.raises(PermissionDenied):
        actions.add_picture(TipFactory.create(), by=outsider, **given)


# The zip


def zip_of(client: Client, url: str) -> zipfile.ZipFile:
    response = client.get(url)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined,arg-type]  # (a streamed answer's)
    assert len(content) == int(response["Content-Length"])
    archive = zipfile.ZipFile(BytesIO(content))
    assert archive.testzip() is None
    return archive


def test_the_zip_of_an_issue(signed_in, moderator):
    issue, tip = ReviewIssueFactory.create(), TipFactory.create(title="Les onglets")
    ArticleFactory.create(title="Trois questions", issue=issue)
    picture = ReviewPictureFactory.create(tip=tip)
    archive = zip_of(signed_in(moderator), reverse("review_issue_zip", args=[issue.reference]))
    held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert [*held] == [
        "conseil/conseil Les onglets.pdf",
        "conseil/conseil Les onglets.docx",
        f"conseil/{ALT}.jpg",
        "article/article Trois questions.pdf",
        "article/article Trois questions.docx",
        "LISEZMOI.txt",
    ]
    assert "Trois questions" in words_of(
        pypdf.PdfReader(BytesIO(held["article/article Trois questions.pdf"]))
    )
    assert "Trois questions" in text_of_docx(held["article/article Trois questions.docx"])
    assert held[f"conseil/{ALT}.jpg"] == picture.document.file_path.read_bytes()
    for words in ("Trois questions", "(brouillon)", ALT):
        assert words in held["LISEZMOI.txt"].decode("utf-8-sig")


def test_without_the_libraries_of_pdfs_the_rest_works(signed_in, moderator, monkeypatch):
    monkeypatch.setattr(pdf, "LIBRARIES", {"libabsente.so.0": "libabsente0"})
    issue, tip, client = ReviewIssueFactory.create(), TipFactory.create(), signed_in(moderator)
    assert "apt-get install libabsente0" in client.get(issue.get_absolute_url()).text
    assert "apt-get install libabsente0" in client.get(reverse("review_tip_pdf", args=[tip.reference])).text
    archive = zip_of(client, reverse("review_issue_zip", args=[issue.reference]))
    assert {Path(name).suffix for name in archive.namelist()} == {".docx", ".txt"}
    assert "libabsente0" in archive.read(archive.namelist()[-1]).decode("utf-8-sig")


def test_a_picture_lost_from_the_disk_is_said(signed_in, moderator):
    issue, tip = ReviewIssueFactory.create(), TipFactory.create()
    ReviewPictureFactory.create(tip=tip).document.file_path.unlink()
    archive = zip_of(signed_in(moderator), reverse("review_issue_zip", args=[issue.reference]))
    assert not [name for name in archive.namelist() if name.endswith(".jpg")]
    assert f"{ALT}.jpg" in archive.read(archive.namelist()[-1]).decode("utf-8-sig")
