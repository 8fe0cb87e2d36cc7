"""« Parle avec »: who writes the links between software, what is refused, where they are read; the picture."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.web.stale_forms import STALE
from manuals import links
from manuals.models import Software, SoftwareLink
from tests.manuals.factories import SoftwareFactory, SoftwareLinkFactory

pytestmark = pytest.mark.django_db
LIST = reverse("manuals:link_list")


def add_url(software: Software) -> str:
    return reverse("manuals:link_add", args=[software.reference])


def correct_url(link: SoftwareLink) -> str:
    return reverse("manuals:link_correct", args=[link.reference])


def sent(source: Software, target: Software, **changes: Any) -> dict[str, Any]:
    return {"source": source.pk, "target": target.pk, "content": "les mandats", "means": "hand", **changes}


def said(source: Software, target: Software, **changes: Any) -> dict[str, Any]:
    fields = {"source": source, "target": target, "is_two_way": False, "content": "les mandats"}
    return fields | {"means": "hand"} | changes


@pytest.fixture
def other(db: None) -> Software:
    return SoftwareFactory.create(name="Carte")


def test_a_referent_writes_corrects_and_removes(referent, software, other, signed_in):
    client = signed_in(referent)
    page = client.post(add_url(software), sent(software, other), follow=True)
    link = SoftwareLink.objects.get()
    assert link.added_by == referent
    assert "Envoie à" in page.text
    assert "Reçoit de" in client.get(other.get_absolute_url()).text
    client.post(correct_url(link), sent(software, other, is_two_way="on", means="wanted"))
    for end in (software, other):
        page = client.get(end.get_absolute_url())
        assert "Envoie et reçoit, avec" in page.text
        assert "souhaité" in page.text
    removing = sent(software, other, is_two_way="on", means="wanted", retirer="oui")
    assert "Le lien est retiré." in client.post(correct_url(link), removing, follow=True).text
    assert not SoftwareLink.objects.exists()
    assert "déjà retiré" in client.post(correct_url(link), removing, follow=True).text


def test_an_older_page_removes_nothing(referent, software, signed_in):
    link = SoftwareLinkFactory.create(source=software)
    client = signed_in(referent)
    stamp = client.get(correct_url(link)).context["form"]["shown_stamp"].value()
    SoftwareLink.objects.update(means="wanted")
    typed = sent(software, link.target, shown_stamp=stamp, retirer="oui")
    assert STALE in client.post(correct_url(link), typed).text
    assert SoftwareLink.objects.exists()


def test_a_referent_speaks_of_their_own(referent, software, other, signed_in):
    """Neither a link of others, nor one of theirs made into it."""
    third = SoftwareFactory.create()
    link = SoftwareLinkFactory.create(source=software)
    client = signed_in(referent)
    for url in (add_url(software), correct_url(link)):
        assert "dont vous êtes référent" in client.post(url, sent(other, third)).text
    with pytest.raises(ValidationError, match="dont vous êtes référent"):
        links.write_link(link, by=referent, **said(other, third))
    assert SoftwareLink.objects.get().source == software


@pytest.mark.parametrize("is_two_way", [False, True])
def test_neither_twice_nor_to_itself(referent, software, other, is_two_way):
    def write(source: Software, target: Software, **changes: Any) -> SoftwareLink:
        fields = said(source, target, is_two_way=is_two_way, **changes)
        return links.write_link(SoftwareLink(added_by=referent), by=referent, **fields)

    link = write(software, other)
    with pytest.raises(ValidationError, match="déjà écrit"):
        write(software, other, content="Les Mandats", means="file")
    with pytest.raises(ValidationError, match="lui-même"):
        write(software, software)
    # The other way round, it is another link; both ways, the same.
    if is_two_way:
        with pytest.raises(ValidationError, match="déjà écrit"):
            write(other, software)
    else:
        write(other, software)
    for source, target, both in ((software, software, False), (link.target, link.source, True)):
        with pytest.raises(IntegrityError, match="between_two"), transaction.atomic():
            SoftwareLink.objects.filter(pk=link.pk).update(source=source, target=target, is_two_way=both)
    twin = said(link.source, link.target, is_two_way=is_two_way, content="LES MANDATS")
    with pytest.raises(IntegrityError, match="link_once"), transaction.atomic():
        SoftwareLink.objects.create(**twin, added_by=referent)


def test_the_page_of_all(outsider, software, other, signed_in):
    client = signed_in(outsider)
    assert "Aucun lien pour le moment" in client.get(LIST).text
    first = SoftwareLinkFactory.create(source=other, target=software)
    twin = SoftwareLinkFactory.create(source=other, target=software, content="les titres")
    wanted = SoftwareLinkFactory.create(source=software, target=other, means="wanted")
    SoftwareLinkFactory.create(source__state="retired")
    page = client.get(LIST)
    assert list(page.context["page"]) == [wanted, first, twin]
    assert page.text.index("1 lien souhaité") < page.text.index("2 liens en place")
    for link in (first, twin, wanted):
        assert f"<title>{link}</title>" in page.text
    lines = page.context["picture"]["lines"]
    assert len({start for _, start, _ in lines}) == len({end for _, _, end in lines}) == 3
