"""Each chooses for themselves, kind by kind; the page offers what this agent may receive and nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications import actions
from core.notifications.actions import choose, notify
from core.notifications.models import Notification, Preference
from core.notifications.registry import KINDS, Channel, NotificationKind, offered_to, register
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.notifications.factories import NotificationFactory
from tests.pages import FRAME, forms_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
Statements = Callable[[Callable[[], Any]], int]
MOVED = "suggestions.moved"


def page() -> str:
    return reverse("notifications:preferences")


@pytest.fixture
def morning() -> Iterator[NotificationKind]:
    """A kind that goes to the digest unless one chose otherwise."""
    kind = NotificationKind("tests.morning", "Essai du matin", default=Channel.DIGEST)
    register(kind)
    yield kind
    del KINDS["tests.morning"]


def chosen(agent: Agent) -> dict[str, str]:
    return dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))


# What is kept


def test_only_what_differs_from_the_default_is_kept(author, morning):
    choose(author, {MOVED: Channel.DIGEST, morning.code: Channel.DIGEST}, by=author)
    assert chosen(author) == {MOVED: "digest"}
    choose(author, {MOVED: Channel.AT_ONCE, morning.code: Channel.SITE}, by=author)
    assert chosen(author) == {morning.code: "site"}


def test_what_is_left_out_stays_as_it_was(author):
    choose(author, {MOVED: Channel.SITE}, by=author)
    choose(author, {"rooms.cancelled": Channel.DIGEST}, by=author)
    assert chosen(author) == {MOVED: "site", "rooms.cancelled": "digest"}


def test_what_is_not_offered_to_me_cannot_be_chosen(author, moderator):
    wanted = {"suggestions.to_study": Channel.SITE, "tests.unknown": Channel.SITE}
    choose(author, wanted, by=author)
    choose(moderator, wanted, by=moderator)
    assert (chosen(author), chosen(moderator)) == ({}, {"suggestions.to_study": "site"})


def test_what_waited_leaves_the_digest_once_wanted_on_the_site_only(author):
    kept, dropped = (
        NotificationFactory.create(recipient=author, kind=kind, waiting=True)
        for kind in ("rooms.cancelled", MOVED)
    )
    choose(author, {MOVED: Channel.SITE, "rooms.cancelled": Channel.AT_ONCE}, by=author)
    assert list(Notification.objects.awaiting_digest()) == [kept]
    assert Notification.objects.filter(pk=dropped.pk).exists()


def test_the_database_keeps_none_without_a_kind(author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(agent=author, kind="", channel=Channel.SITE)


def test_one_for_each_kind(author):
    Preference.objects.create(agent=author, kind=MOVED, channel=Channel.SITE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(agent=author, kind=MOVED, channel=Channel.DIGEST)


# What it changes


def test_each_is_told_as_they_chose(author, colleague, outsider):
    gardener = AgentFactory.create(without_address=True)
    choose(colleague, {MOVED: Channel.DIGEST}, by=colleague)
    choose(outsider, {MOVED: Channel.SITE}, by=outsider)
    Preference.objects.create(agent=gardener, kind=MOVED, channel=Channel.DIGEST)
    told = notify(
        KINDS[MOVED], [author, colleague, outsider, gardener], title="Votre idée avance", url="/groupe/"
    )
    assert {notification.recipient for notification in told} == {author, colleague, outsider, gardener}
    assert [mail.agent for mail in OutgoingMail.objects.all()] == [author]
    assert [waiting.recipient for waiting in Notification.objects.awaiting_digest()] == [colleague]


def test_a_kind_that_is_not_offered_is_told_in_its_own_way(author):
    Preference.objects.create(agent=author, kind="tests.urgent", channel=Channel.SITE)
    notify(
        NotificationKind("tests.urgent", "Urgent", is_offered=False),
        [author],
        title="Évacuation",
        url="/groupe/",
    )
    assert OutgoingMail.objects.get().agent == author


def test_one_statement_for_everybody_s_choices(author, statements):
    notify(KINDS[MOVED], [author], title="Nouvelle", url="/groupe/")
    one = statements(lambda: notify(KINDS[MOVED], [author], title="Nouvelle", url="/groupe/"))
    many = AgentFactory.create_batch(40)
    assert statements(lambda: notify(KINDS[MOVED], many, title="Nouvelle", url="/groupe/")) == one


def test_every_mail_leads_to_the_choices(author):
    notify(KINDS[MOVED], [author], title="Nouvelle", url="/groupe/")
    assert page() in OutgoingMail.objects.get().body


# The page


def test_three_buttons_for_each_kind_and_one_save(author, signed_in):
    client = signed_in(author)
    choose(author, {MOVED: Channel.DIGEST}, by=author)
    text = client.get(page()).text
    codes = [kind.code for kinds in offered_to(author).values() for kind in kinds]
    [form] = [form for form in forms_of(text) if MOVED in form.values]
    assert {code: form.values[code] for code in codes} == {
        code: KINDS[code].default.value for code in codes
    } | {MOVED: "digest"}
    assert text.count('type="radio"') == 3 * len(codes)
    assert text.count("<legend>") == len(codes)
    response = client.post(page(), form.values | {"rooms.cancelled": "site"}, follow=True)
    assert "Vos choix sont enregistrés." in response.text
    assert chosen(author) == {MOVED: "digest", "rooms.cancelled": "site"}


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("author", set()),
        ("moderator", {"suggestions.to_study", "suggestions.handed_over"}),
        ("head", {"suggestions.to_study", "suggestions.handed_over"}),
        ("directory_manager", {"directory.proposed", "directory.word_proposed"}),
        ("administrator", {"directory.proposed", "directory.word_proposed"}),
        ("room_manager", set()),
    ],
)
def test_what_only_some_receive_is_shown_to_them_alone(request, signed_in, person, sees):
    agent = request.getfixturevalue(person)
    text = signed_in(agent).get(page()).text
    some = {"suggestions.to_study", "suggestions.handed_over", "directory.proposed", "manuals.outdated"}
    some |= {"directory.word_proposed"}
    assert {code for code in some if f'name="{code}"' in text} == sees


def test_it_is_reached_from_the_list_and_from_my_space(author, signed_in):
    client = signed_in(author)
    for name in ("notifications:notification_list", "my_space", "site_map", "help"):
        assert page() in client.get(reverse(name)).text


def test_without_an_address_the_page_says_so(signed_in):
    gardener = AgentFactory.create(without_address=True)
    client = signed_in(gardener)
    text = client.get(page()).text
    assert "pas d’adresse de messagerie" in text
    assert 'type="radio"' not in text
    for url, values in (
        (page(), {MOVED: "site"}),
        (reverse("notifications:preferences_everything"), {"channel": "site"}),
    ):
        response = client.post(url, values)
        assert (response.status_code, FRAME in response.text) == (403, True)
    assert chosen(gardener) == {}


def test_all_at_once(author, signed_in):
    client = signed_in(author)
    response = client.post(
        reverse("notifications:preferences_everything"), {"channel": "digest"}, follow=True
    )
    assert "résumé du matin" in response.text
    codes = {kind.code for kinds in offered_to(author).values() for kind in kinds}
    by_default = {code for code in codes if KINDS[code].default == Channel.DIGEST}
    assert chosen(author) == dict.fromkeys(codes - by_default, "digest")
    assert "suggestions.to_study" not in codes


# By family


def family(client: Client, code: str) -> str:
    """The name of the choice of the family of that kind."""
    text = client.get(page()).text
    sections = text.split('name="family-')[1:]
    [number] = [section.split('"')[0] for section in sections if f'name="{code}"' in section]
    return f"family-{number}"


def test_a_family_takes_its_kinds_along(author, signed_in):
    client = signed_in(author)
    name = family(client, MOVED)
    [kinds] = [kinds for kinds in offered_to(author).values() if MOVED in {kind.code for kind in kinds}]
    [form] = [form for form in forms_of(client.get(page()).text) if MOVED in form.values]
    client.post(page(), form.values | {name: "site"})
    assert chosen(author) == {kind.code: "site" for kind in kinds if kind.default != Channel.SITE}


def test_one_set_by_itself_does_not_follow_its_family(author, signed_in):
    client = signed_in(author)
    name = family(client, MOVED)
    [form] = [form for form in forms_of(client.get(page()).text) if MOVED in form.values]
    client.post(page(), form.values | {name: "site", MOVED: "digest"})
    kept = chosen(author)
    assert kept.pop(MOVED) == "digest"
    assert set(kept.values()) == {"site"}
    assert "Au cas par cas" in client.get(page()).text


def test_a_family_that_is_left_changes_nothing(author, signed_in):
    choose(author, {MOVED: Channel.DIGEST}, by=author)
    client = signed_in(author)
    name = family(client, MOVED)
    [form] = [form for form in forms_of(client.get(page()).text) if MOVED in form.values]
    assert form.values[name] == ""
    client.post(page(), form.values)
    assert chosen(author) == {MOVED: "digest"}


def test_a_family_goes_no_unknown_way(author, signed_in):
    response = signed_in(author).post(page(), {"family-0": "pigeon"})
    assert "Choisissez une des trois façons" in response.text
    assert chosen(author) == {}


# Whose


def test_nobody_chooses_for_another(author, administrator):
    with pytest.raises(PermissionDenied):
        choose(author, {MOVED: Channel.SITE}, by=administrator)
    author.is_active = False
    with pytest.raises(PermissionDenied):
        choose(author, {MOVED: Channel.SITE}, by=author)
    assert not Preference.objects.exists()


def test_a_page_changes_ones_own_choices_only(author, outsider, signed_in):
    signed_in(outsider).post(page(), {MOVED: "site", "agent": author.pk})
    assert (chosen(author), chosen(outsider)) == ({}, {MOVED: "site"})
    assert 'value="site" id="id_suggestions.moved_2" checked' not in signed_in(author).get(page()).text


# Bad input


@pytest.mark.parametrize("value", ["pigeon", "\x00", "9" * 30, "é" * 60_000, "<script>alert(1)</script>"])
def test_a_way_that_does_not_exist_changes_nothing(author, signed_in, value):
    client = signed_in(author)
    response = client.post(page(), {MOVED: value, "rooms.cancelled": "digest"})
    assert response.status_code == 200
    assert "Erreur\u00a0: " in response.text
    assert "Choisissez une des trois façons" in response.text
    assert "<script>alert(1)" not in response.text
    # What was chosen rightly is given back.
    [form] = [form for form in forms_of(response.text) if "rooms.cancelled" in form.values]
    assert form.values["rooms.cancelled"] == "digest"
    response = client.post(reverse("notifications:preferences_everything"), {"channel": value}, follow=True)
    assert "cette façon de recevoir n’existe pas" in response.text
    assert not Preference.objects.exists()


def test_the_way_of_everything_shows_as_chosen(author, signed_in):
    client, everything = signed_in(author), reverse("notifications:preferences_everything")
    said, active = "C’est votre choix.", 'aria-current="true" name="channel" value="{}"'
    assert said not in client.get(page()).text
    for channel in ("digest", "site"):
        text = client.post(everything, {"channel": channel}, follow=True).text
        assert text.count(said) == 1
        assert active.format(channel) in text
    choose(author, {MOVED: Channel.AT_ONCE}, by=author)
    assert said not in client.get(page()).text


def test_an_empty_or_an_old_page_changes_nothing_else(author, signed_in):
    choose(author, {MOVED: Channel.SITE}, by=author)
    client = signed_in(author)
    assert client.post(page(), {}).status_code == 302
    assert client.post(page(), {"tests.gone": "site", "suggestions.to_study": "site"}).status_code == 302
    assert chosen(author) == {MOVED: "site"}


# Numbers and races


def test_same_number_of_statements_whatever_is_chosen(author, moderator, signed_in, statements):
    few, many = signed_in(author), signed_in(moderator)
    few.get(page())
    count = statements(lambda: few.get(page()))
    actions.choose(
        moderator,
        {kind.code: Channel.SITE for kinds in offered_to(moderator).values() for kind in kinds},
        by=moderator,
    )
    many.get(page())
    assert statements(lambda: many.get(page())) == count <= 12


@pytest.mark.django_db(transaction=True)
def test_two_pages_saved_at_once(author, together):
    one = dict.fromkeys([MOVED, "rooms.cancelled", "manuals.replaced"], Channel.DIGEST)
    other = dict.fromkeys(one, Channel.SITE)
    for _ in range(5):
        results = together(
            lambda: choose(Agent.objects.get(pk=author.pk), one, by=author),
            lambda: choose(Agent.objects.get(pk=author.pk), other, by=author),
        )
        assert results == [None, None]
        assert len({*chosen(author).values()}) == 1
        assert len(chosen(author)) == len(one)
