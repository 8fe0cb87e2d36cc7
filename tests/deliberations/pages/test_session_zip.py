"""A session as one zip: whole, safe to unpack anywhere, and honest about what is missing."""

import tracemalloc
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.web.zips import safe
from deliberations.models import CouncilSession
from tests.deliberations.factories import AnnexFactory, DeliberationFactory, DocumentFactory, SessionFactory

pytestmark = pytest.mark.django_db
MEGABYTES = 40_000_000


def url_of(session: CouncilSession) -> str:
    return reverse("deliberations:session_zip", args=[session.year, session.slug])


def download(client: Client, session: CouncilSession) -> ZipFile:
    response = client.get(url_of(session))
    data = response.getvalue()
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == f'attachment; filename="conseil-{session.slug}.zip"'
    assert int(response.headers["Content-Length"]) == len(data)
    archive = ZipFile(BytesIO(data))
    assert archive.testzip() is None
    return archive


def test_the_texts_and_their_annexes(signed_in, outsider, published):
    archive = download(signed_in(outsider), published.session)
    root = "Conseil 2026-06-25"
    assert archive.namelist() == [
        f"{root}/2026_06_001 Adoption du compte financier unique 2025.pdf",
        f"{root}/2026_06_001 annexes/1 Plan de situation.pdf",
        f"{root}/LISEZMOI.txt",
    ]
    assert archive.read(archive.namelist()[0]) == published.text.file_path.read_bytes()
    assert "manquent" not in archive.read(f"{root}/LISEZMOI.txt").decode()


@pytest.mark.parametrize("fault", ["missing", "truncated"])
def test_a_spoilt_file_is_told_inside(signed_in, outsider, published, fault):
    path = published.text.file_path
    if fault == "missing":
        path.unlink()
    else:
        path.chmod(0o640)
        path.write_bytes(b"%PDF-1.4 cut")
    archive = download(signed_in(outsider), published.session)
    assert len(archive.namelist()) == 2
    readme = archive.read("Conseil 2026-06-25/LISEZMOI.txt").decode()
    assert "- 2026_06_001 Adoption du compte financier unique 2025.pdf" in readme


def test_a_session_without_files_has_no_zip(signed_in, outsider):
    session = DeliberationFactory.create().session
    assert signed_in(outsider).get(url_of(session)).status_code == 404
    assert "Tout télécharger" not in signed_in(outsider).get(session.get_absolute_url()).text


def test_hostile_names_unpack_safely_and_once(signed_in, outsider, stored):
    session = SessionFactory.create()
    objects = ["../../etc/passwd", "CON: <aux>|?*\\..\\x", "A" * 499, "a" * 499, "…", " .. "]
    objects += ["\u202efdp.exe", "été\n2"]
    for place, words in enumerate(objects, 1):
        number = f"{'n' if place % 2 else 'N'}/{place // 3}{'x' * place}"
        fields = {"object": words, "text": stored(), "position": place}
        act = DeliberationFactory.create(session=session, number=number, **fields)
        for rank in (1, 2):
            AnnexFactory.create(deliberation=act, document=stored(), title=words[:200], position=rank)
    names = download(signed_in(outsider), session).namelist()
    assert len(names) == len(objects) * 3 + 1
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        parts = PurePosixPath(name).parts
        assert parts[0] == "Conseil 2026-06-25"
        assert 2 <= len(parts) <= 3
        for part in parts:
            assert part == part.strip(" .")
            assert len(part) <= 120
            assert safe(part.removesuffix(".pdf")) == part.removesuffix(".pdf")
            assert not set(part) & set('<>:"/\\|?*\x00\n\u202e')


def test_a_head_tells_the_length_and_reads_nothing(signed_in, outsider, published):
    response = signed_in(outsider).head(url_of(published.session))
    assert int(response.headers["Content-Length"]) > published.text.size
    assert response.getvalue() == b""


def large_session() -> CouncilSession:
    """Its one text is a file of 40 MB, of zeros that take no room on the disk."""
    text = DocumentFactory.create(size=MEGABYTES)
    text.file_path.parent.mkdir(parents=True)
    with text.file_path.open("wb") as file:
        file.truncate(MEGABYTES)
    return DeliberationFactory.create(text=text).session


def test_memory_stays_flat(signed_in, outsider):
    response = signed_in(outsider).get(url_of(large_session()))
    tracemalloc.start()
    try:
        length = sum(len(block) for block in response)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length == int(response.headers["Content-Length"]) > MEGABYTES
    assert peak < 3_000_000


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_held_while_it_leaves(signed_in, outsider):
    response = signed_in(outsider).get(url_of(large_session()))
    connection.ensure_connection()
    blocks = iter(response)
    assert next(blocks)
    assert connection.connection is None
    response.close()
