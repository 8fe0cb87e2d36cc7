"""Each chooses for themselves, family by family; the page offers what this agent may receive and nothing else."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications import registry
from core.notifications.actions import choose, notify
from core.notifications.models import Notification, Preference
from core.notifications.registry import GROUPS, KINDS, OTHER, Channel, NotificationKind, offered_to, register
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.notifications.factories import NotificationFactory
from tests.pages import FRAME, forms_of

pytestmark = pytest.mark.django_db
MOVED = "suggestions.moved"


def page() -> str:
    return reverse("notifications:preferences")


@pytest.fixture
def morning() -> NotificationKind:
    """A kind that goes to the digest unless one chose otherwise."""
    kind = NotificationKind("tests.morning", "Essai du matin", default=Channel.DIGEST)
    register(kind)
    return kind


def chosen(agent: Agent) -> dict[str, str]:
    return dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))


def test_only_what_differs_from_the_default_is_kept_and_what_is_left_out_stays(author, morning):
    choose(author, {MOVED: Channel.DIGEST, morning.code: Channel.DIGEST}, by=author)
    assert chosen(author) == {MOVED: "digest"}
    choose(author, {MOVED: Channel.AT_ONCE, morning.code: Channel.SITE}, by=author)
    assert chosen(author) == {morning.code: "site"}
    choose(author, {"rooms.cancelled": Channel.DIGEST}, by=author)
    assert chosen(author) == {morning.code: "site", "rooms.cancelled": "digest"}


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


def test_the_database_keeps_one_for_each_kind_and_none_without(author):
    Preference.objects.create(agent=author, kind=MOVED, channel=Channel.SITE)
    for kind in (MOVED, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Preference.objects.create(agent=author, kind=kind, channel=Channel.DIGEST)


def test_each_is_told_as_they_chose(author, colleague, outsider):
    gardener = AgentFactory.create(without_address=True)
    choose(colleague, {MOVED: Channel.DIGEST}, by=colleague)
    choose(outsider, {MOVED: Channel.SITE}, by=outsider)
    Preference.objects.create(agent=gardener, kind=MOVED, channel=Channel.DIGEST)
    everyone = [author, colleague, outsider, gardener]
    told = notify(KINDS[MOVED], everyone, title="Votre idée avance", url="/groupe/")
    assert {notification.recipient for notification in told} == {*everyone}
    [mail] = OutgoingMail.objects.all()
    # It leads to the choices.
    assert (mail.agent, page() in mail.body) == (author, True)
    assert [waiting.recipient for waiting in Notification.objects.awaiting_digest()] == [colleague]


def test_a_kind_that_is_not_offered_is_told_in_its_own_way(author):
    Preference.objects.create(agent=author, kind="tests.urgent", channel=Channel.SITE)
    urgent = NotificationKind("tests.urgent", "Urgent", is_offered=False)
    notify(urgent, [author], title="Évacuation", url="/groupe/")
    assert OutgoingMail.objects.get().agent == author


def test_one_statement_for_everybody_s_choices(author, statements):
    notify(KINDS[MOVED], [author], title="Nouvelle", url="/groupe/")
    one = statements(lambda: notify(KINDS[MOVED], [author], title="Nouvelle", url="/groupe/"))
    many = AgentFactory.create_batch(40)
    assert statements(lambda: notify(KINDS[MOVED], many, title="Nouvelle", url="/groupe/")) == one


def test_one_choice_for_each_family_and_one_save(author, signed_in):
    client = signed_in(author)
    text = client.get(page()).text
    assert text.count("<select") == len(offered_to(author))
    [form] = [form for form in forms_of(text) if "family-0" in form.values]
    client.post(page(), form.values | {family(MOVED, author): "site"})
    beside = kinds_beside(MOVED, author)
    assert chosen(author) == {kind.code: "site" for kind in beside if kind.default != Channel.SITE}


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("author", set()),
        ("moderator", {"suggestions.to_study", "suggestions.handed_over"}),
        ("directory_manager", {"directory.proposed", "directory.word_proposed"}),
        ("room_manager", set()),
    ],
)
def test_what_only_some_receive_is_shown_to_them_alone(request, signed_in, person, sees):
    agent = request.getfixturevalue(person)
    text = signed_in(agent).get(page()).text
    some = {"suggestions.to_study", "suggestions.handed_over", "directory.proposed", "manuals.outdated"}
    some |= {"directory.word_proposed"}
    assert {code for code in some if f"<li>{KINDS[code].label}" in text} == sees


def test_without_an_address_the_page_says_so(signed_in):
    gardener = AgentFactory.create(without_address=True)
    client = signed_in(gardener)
    assert "<select" not in client.get(page()).text
    for url in (page(), reverse("notifications:preferences_everything")):
        response = client.post(url, {"family-0": "site", "channel": "site"})
        assert (response.status_code, FRAME in response.text) == (403, True)
    assert chosen(gardener) == {}


def test_all_at_once(author, signed_in):
    client, everything = signed_in(author), reverse("notifications:preferences_everything")
    active = 'aria-current="true" name="channel" value="{}"'
    for channel in ("site", "digest"):
        assert active.format(channel) in client.post(everything, {"channel": channel}, follow=True).text
    codes = {kind.code for kinds in offered_to(author).values() for kind in kinds}
    by_default = {code for code in codes if KINDS[code].default == Channel.DIGEST}
    assert chosen(author) == dict.fromkeys(codes - by_default, "digest")
    assert "suggestions.to_study" not in codes
    choose(author, {MOVED: Channel.AT_ONCE}, by=author)
    assert active.format("digest") not in client.get(page()).text


def kinds_beside(code: str, agent: Agent) -> list[NotificationKind]:
    [kinds] = [kinds for kinds in offered_to(agent).values() if KINDS[code] in kinds]
    return kinds


def family(code: str, agent: Agent) -> str:
    """The name of the choice of the family of that kind."""
    [number] = [at for at, kinds in enumerate(offered_to(agent).values()) if KINDS[code] in kinds]
    return f"family-{number}"


def test_kinds_set_one_by_one_stay_until_their_family_changes(author, signed_in):
    choose(author, {MOVED: Channel.DIGEST}, by=author)
    client, name = signed_in(author), family(MOVED, author)
    [form] = [form for form in forms_of(client.get(page()).text) if name in form.values]
    assert form.values[name] == "usual"
    client.post(page(), form.values)
    assert chosen(author) == {MOVED: "digest"}


def test_case_by_case_gives_each_its_first_way_again(author, signed_in):
    client, name = signed_in(author), family("spaces.message", author)
    assert len({kind.default for kind in kinds_beside("spaces.message", author)}) > 1
    client.post(page(), {name: "site"})
    assert set(chosen(author).values()) == {"site"}
    client.post(page(), {name: "usual"})
    assert chosen(author) == {}


def test_nobody_chooses_for_another(author, administrator):
    with pytest.raises(PermissionDenied):
        choose(author, {MOVED: Channel.SITE}, by=administrator)
    author.is_active = False
    with pytest.raises(PermissionDenied):
        choose(author, {MOVED: Channel.SITE}, by=author)
    assert not Preference.objects.exists()


@pytest.mark.parametrize("value", ["pigeon", "<script>alert(1)</script>"])
def test_a_way_that_does_not_exist_changes_nothing(author, signed_in, value):
    client = signed_in(author)
    other = family("rooms.cancelled", author)
    response = client.post(page(), {family(MOVED, author): value, other: "digest"})
    assert "Choisissez une des façons de cette liste" in response.text
    assert "<script>alert(1)" not in response.text
    # What was chosen rightly is given back.
    [form] = [form for form in forms_of(response.text) if other in form.values]
    assert form.values[other] == "digest"
    response = client.post(reverse("notifications:preferences_everything"), {"channel": value}, follow=True)
    assert "cette façon de recevoir n’existe pas" in response.text
    assert not Preference.objects.exists()


def test_an_empty_or_an_old_page_changes_nothing_else(author, signed_in):
    choose(author, {MOVED: Channel.SITE}, by=author)
    client = signed_in(author)
    assert client.post(page(), {}).status_code == 302
    assert client.post(page(), {"family-99": "site", "suggestions.to_study": "site"}).status_code == 302
    assert chosen(author) == {MOVED: "site"}


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


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    kinds, groups = dict(KINDS), dict(GROUPS)
    yield
    KINDS.clear()
    GROUPS.clear()
    KINDS.update(kinds)
    GROUPS.update(groups)


@pytest.mark.parametrize(
    ("code", "channel"),
    [("sans-application", Channel.SITE), ("suggestions.received", Channel.SITE), ("tests.a", "pigeon")],
)
def test_a_bad_or_repeated_kind_fails_at_start(code, channel):
    with pytest.raises(ValueError):
        register(NotificationKind(code, "Rien", default=channel))


def test_groups_stand_as_they_were_named_others_last_each_with_one_wording():
    registry.register_group("Premier", news="du premier")
    expected = ["Mes idées", "Premier", "Sans nom", OTHER]
    assert sorted([OTHER, "Sans nom", "Premier", "Mes idées"], key=registry.rank_of) == expected
    registry.register_group("Essais", news="de vos essais")
    registry.register_group("Essais", news="de vos essais")
    with pytest.raises(ValueError):
        registry.register_group("Essais", news="des essais")


def test_each_question_about_the_agent_is_asked_once(outsider):
    asked = []

    def asks(agent: Agent) -> bool:
        asked.append(agent)
        return False

    for number in range(3):
        register(NotificationKind(f"tests.asked{number}", "Demandé", group="Essais", to_whom=asks))
    assert "Essais" not in offered_to(outsider)
    assert asked == [outsider]


def test_every_kind_of_the_house_has_a_group_that_a_subject_can_name():
    assert {kind.group for kind in KINDS.values()} <= {*GROUPS, OTHER}
