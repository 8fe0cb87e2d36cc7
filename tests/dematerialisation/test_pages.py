"""The section's pages: who reads what, how many statements, which addresses exist."""

import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from core.people.models import Agent
from dematerialisation.models import GroupMember, Page
from dematerialisation.pages import Conformity, audit
from dematerialisation.registrations import offer_page
from tests.dematerialisation.factories import (
    ActionFactory,
    GainFactory,
    GroupMemberFactory,
    PageFactory,
    PriorityFactory,
    StepFactory,
    WishFactory,
)
from tests.factories import member
from tests.pages import forms_of
from tests.rooms.factories import NOW, a_booking, a_room
from tests.suggestions.factories import idea_in
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db


# RGAA 4.1.2: how many criteria each theme has.
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


def test_the_audit_answers_each_criterion_once():
    rows = audit()
    assert [row["critère"] for row in rows] == [
        f"{theme}.{number}" for theme, count in enumerate(CRITERIA, start=1) for number in range(1, count + 1)
    ]
    for row in rows:
        results = {row["site"], row["bureau"]}
        assert results <= {"C", "NC", "NA"}, row
        assert row["intitulé"], row
        assert row["preuve"], row
        # What fails says where, and by when.
        assert bool(row["au plus tard"]) == bool(row["échoue sur"]) == ("NC" in results), row


def test_the_audit_names_tests_that_exist():
    named = {name for row in audit() for name in re.findall(r"\b(?:test|assert)_\w+", row["preuve"])}
    files = [*Path(settings.BASE_DIR, "tests").rglob("*.py")]
    written = {path.stem for path in files}
    written.update(*(re.findall(r"^def (\w+)", path.read_text(), re.MULTILINE) for path in files))
    assert named <= written


def test_the_statement_counts_the_audit(client):
    text = client.get(reverse("accessibility")).text
    rows = [(row["site"], row["bureau"]) for row in audit()]
    for results in ([{site} for site, _ in rows], [{*row} for row in rows]):
        applicable = sum(found != {"NA"} for found in results)
        conform = sum(found != {"NA"} and "NC" not in found for found in results)
        assert re.search(rf"{conform} (?:critères respectés )?sur (?:les )?{applicable}\b", text)
        assert f"soit {100 * conform // applicable}\u00a0%" in text
    # Each page's footer, written by hand so that an error page has it too.
    state = Conformity.of("site", "bureau").state
    assert text.count(f"Accessibilité\u00a0: {state}") == 3
    for frame in ("base.html", "admin/base_site.html"):
        assert f"Accessibilité\u00a0: {state}<" in Path(settings.BASE_DIR, "templates", frame).read_text()


def test_legal_notice_says_who(client, settings):
    settings.LEGAL_PUBLISHER, settings.LEGAL_CONTACT = "Ville de Port-Mimosa", "04 00 00 00 00"
    page = client.get(reverse("legal_notice")).text
    assert "Ville de Port-Mimosa" in page
    assert "04 00 00 00 00" in page


@time_machine.travel(NOW, tick=False)
def test_my_space(signed_in, author, colleague):
    idea_in("received", title="Mon idée", author=author)
    idea_in("under_study", title="Celle de Paul", author=colleague)
    a_booking(a_room(), author, title="Mon créneau")
    a_booking(a_room(), colleague, title="Celui de Paul")
    page = signed_in(author).get(reverse("my_space")).text
    links = (reverse("account_change_password"), reverse("directory:card_correct"))
    for mine in ("Mon idée", "Mon créneau", "Espaces verts", author.identifiant, *links):
        assert mine in page
    assert "Paul" not in page


def test_group(signed_in, outsider):
    GroupMemberFactory.create(outside=True, position=0)
    GroupMemberFactory.create(position=1)
    head = GroupMemberFactory.create(is_head=True, position=2)
    page = PageFactory.create()
    response = signed_in(outsider).get(reverse("group"))
    names = [str(member) for member in response.context["members"]]
    assert (names[0], names[-1]) == (str(head), "Yannick Oberti")
    assert page.get_absolute_url() in response.text
    assert response.text.count("j’ignore simplement tout le monde") == 1


def test_the_contact_of_the_head_of_the_group(signed_in, outsider):
    head = member(email="rose@ville.example", phone="04 00 00 20 01")
    GroupMemberFactory.create(agent=head, is_head=True)
    other = GroupMemberFactory.create(agent=member(email="autre@ville.example"))
    text = signed_in(outsider).get(reverse("group")).text
    for words in (
        reverse("directory:agent_detail", args=[head.reference]),
        'href="tel:0400002001"',
        'href="mailto:rose@ville.example"',
    ):
        assert words in text
    assert other.agent.email not in text
    Agent.objects.filter(pk=head.pk).update(is_active=False)
    assert head.email not in signed_in(outsider).get(reverse("group")).text


def test_starter_pages_say_that_they_are_to_review_until_they_are(signed_in, outsider, moderator):
    starters = Page.objects.filter(is_to_review=True)
    assert len(starters) == 5
    page, reader, client = starters[0], signed_in(outsider), signed_in(moderator)
    starters.exclude(pk=page.pk).delete()
    assert "À relire\u00a0: ce texte de départ" in client.get(page.get_absolute_url()).text
    for is_said in (True, False):
        assert ("pas encore relu" in reader.get(page.get_absolute_url()).text) is is_said
        assert ("à relire</span>" in reader.get(reverse("group")).text) is is_said
        assert (offer_page(Page.objects.get(pk=page.pk)) is None) is is_said
        # The box is cleared: an unticked box is not sent.
        url = reverse("admin:dematerialisation_page_change", args=[page.pk])
        shown = next(form for form in forms_of(client.get(url).text) if "title" in form.values)
        client.post(url, {key: value for key, value in shown.values.items() if key != "is_to_review"})
    assert not starters.all().exists()


def test_action_detail_shows_only_the_ideas_one_may_see(signed_in, author, outsider, moderator):
    action = ActionFactory.create()
    action.ideas.add(
        idea_in("done", title="Idée publique"), idea_in("withdrawn", title="Idée retirée", author=author)
    )
    for person, sees in ((outsider, False), (author, True), (moderator, True)):
        page = signed_in(person).get(action.get_absolute_url()).text
        assert "Idée publique" in page
        assert ("Idée retirée" in page) is sees


@pytest.mark.parametrize(("person", "sees"), [("outsider", False), ("moderator", True)])
def test_the_groups_buttons(signed_in, request, person, sees):
    client = signed_in(request.getfixturevalue(person))
    for thing in (PageFactory.create(), ActionFactory.create()):
        page = client.get(thing.get_absolute_url()).text
        assert ("/administration/dematerialisation/" in page) is sees


def test_the_list_of_the_help_names_each_of_its_sections(client):
    page = client.get(reverse("help")).text
    assert re.findall(r'<li><a href="#([a-z-]+)">', page) == re.findall(r'<h2 id="([a-z-]+)">', page)


@pytest.mark.parametrize("person", ["outsider", "moderator"])
def test_site_map_has_no_dead_link(signed_in, request, person):
    TipFactory.create()
    TipFactory.create(months_ago=12)
    page = PageFactory.create()
    client = signed_in(request.getfixturevalue(person))
    text = client.get(reverse("site_map")).text
    links = set(re.findall(r'href="(/[^"#]*)"', text.partition("<main")[2].partition("</main>")[0]))
    assert page.get_absolute_url() in links
    assert (reverse("admin:index") in links) is (person == "moderator")
    assert len(links) >= 15
    for url in links:
        assert client.get(url).status_code == 200, url


def test_html_is_escaped(signed_in, moderator):
    nasty = "<script>alert(1)</script>"
    page = PageFactory.create(title=nasty, summary=nasty)
    action = ActionFactory.create(blocked=True, title=nasty, what_was_decided=nasty, blocked_reason=nasty)
    StepFactory.create(action=action, title=nasty)
    GainFactory.create(action=action, guess_method=nasty)
    GroupMember.objects.create(name=nasty, organisation=nasty, presentation=nasty, function=nasty)
    priority = PriorityFactory.create(name=nasty)
    WishFactory.create(sentence=nasty, priority=priority)
    client = signed_in(moderator)
    for url in (
        *map(reverse, ("home", "group", "action_list", "site_map", "priority_list", "wish_list")),
        *(row.get_absolute_url() for row in (page, action, priority)),
        reverse("admin:dematerialisation_action_change", args=[action.pk]),
        *(
            reverse(f"admin:dematerialisation_{name}_changelist")
            for name in ("page", "action", "groupmember")
        ),
    ):
        assert "<script>alert" not in client.get(url).text, url
