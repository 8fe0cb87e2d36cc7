"""Skills: declared by their agent alone, kept as words by the directory's managers, and without a trace."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.notifications.models import Notification
from core.people.models import Agent, AgentSkill, Skill
from core.people.models.assignments import NO_STAFF_REPRESENTATION
from directory import skills
from tests.directory.factories import give_head
from tests.factories import AgentFactory
from tests.people.factories import SkillFactory

pytestmark = pytest.mark.django_db
DECLARE, LIST = reverse("directory:skill_declare"), reverse("directory:skill_list")


def names_of(agent: Agent) -> set[str]:
    return set(AgentSkill.objects.filter(agent=agent).values_list("skill__name", flat=True))


def card_of(agent: Agent) -> str:
    return reverse("directory:agent_detail", args=[agent.reference])


def test_declared_and_removed(signed_in, author, outsider):
    english = SkillFactory.create(name="anglais", kind="language")
    maps = SkillFactory.create(name="cartes", kind="software")
    client = signed_in(author)
    page = client.get(DECLARE).text
    assert "jamais pour une évaluation" in page
    client.post(DECLARE, {"language": [english.pk], "software": [maps.pk]})
    assert names_of(author) == {"anglais", "cartes"}
    assert "anglais" in signed_in(outsider).get(card_of(author)).text
    client.post(DECLARE, {"software": [maps.pk]})
    assert names_of(author) == {"cartes"}
    assert "anglais" not in signed_in(outsider).get(card_of(author)).text


def test_a_proposed_word_is_its_agent_s_alone(signed_in, author, outsider, directory_manager):
    signed_in(author).post(DECLARE, {"word": "dessin de presse", "kind": "trade"})
    assert "vous seul le voyez" in signed_in(author).get(card_of(author)).text
    for other in (outsider, directory_manager):
        assert "dessin de presse" not in signed_in(other).get(card_of(author)).text
        assert "dessin de presse" not in signed_in(other).get(DECLARE).text
    page = signed_in(directory_manager).get(LIST).text
    assert "dessin de presse" in page
    assert author.last_name not in page
    skill = Skill.objects.get()
    keep = reverse("directory:skill_keep", args=[skill.reference])
    assert author.last_name not in signed_in(directory_manager).get(keep).text
    signed_in(directory_manager).post(keep, {"name": "dessin", "kind": "trade"})
    assert "dessin" in signed_in(outsider).get(card_of(author)).text


def test_a_word_known_already_is_declared_and_one_that_nobody_proposes_goes(signed_in, author):
    SkillFactory.create(name="Éclairage")
    client = signed_in(author)
    client.post(DECLARE, {"word": "eclairage"})
    assert names_of(author) == {"Éclairage"}
    client.post(DECLARE, {"word": "dessin"})
    client.post(DECLARE, {})
    assert Skill.objects.count() == 1


def test_merged_and_refused(author, colleague, directory_manager):
    kept = SkillFactory.create(name="cartes")
    AgentSkill.objects.create(agent=author, skill=kept)
    skills.declare(author, by=author, skills=[kept], word="cartographie", kind="trade")
    skills.declare(colleague, by=colleague, skills=[], word="Cartographie", kind="trade")
    proposed = Skill.objects.get(is_accepted=False)
    skills.keep(proposed, by=directory_manager, name="cartographie", kind="trade", merge_into=kept)
    assert names_of(author) == names_of(colleague) == {"cartes"}
    skills.remove(kept, by=directory_manager)
    assert not AgentSkill.objects.exists()
    with pytest.raises(ValidationError):
        skills.remove(kept, by=directory_manager)


def test_two_words_of_one_spelling(signed_in, directory_manager):
    SkillFactory.create(name="cartes")
    other = SkillFactory.create(name="plans")
    client = signed_in(directory_manager)
    assert "fusionnez" in client.post(LIST, {"name": "Cartes", "kind": "trade"}).text
    path = reverse("directory:skill_keep", args=[other.reference])
    response = client.post(path, {"name": "cartès", "kind": "trade"})
    assert "fusionnez" in response.text
    assert "cartès" in response.text


def test_not_too_many(author):
    with pytest.raises(ValidationError):
        skills.declare(author, by=author, skills=SkillFactory.create_batch(41))


def test_an_older_page_takes_nothing_away(signed_in, author):
    english, italian = (SkillFactory.create(name=name, kind="language") for name in ("anglais", "italien"))
    client = signed_in(author)
    stamp = client.get(DECLARE).context["form"]["shown_stamp"].value()
    skills.declare(author, by=author, skills=[english])
    response = client.post(DECLARE, {"language": [italian.pk], "shown_stamp": stamp})
    assert "a été modifiée" in response.text
    assert names_of(author) == {"anglais"}


# Without a trace


def test_nobody_is_told_and_no_history_is_kept(units, librarian, chief, directory_manager, signed_in):
    give_head(units["library"], chief)
    skill = SkillFactory.create(name="italien", kind="language")
    before = {
        model: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label.endswith("Event") and not model._meta.label.startswith("procrastinate")
    }
    signed_in(librarian).post(DECLARE, {"language": [skill.pk], "word": "dessin"})
    assert not Notification.objects.filter(recipient=chief).exists()
    [told] = Notification.objects.filter(recipient=directory_manager)
    for said in (told.title, told.text, told.url):
        assert librarian.last_name not in said
        assert librarian.reference not in said
    after = {model: model._base_manager.count() for model in before}
    assert after == before


# Who may: person × door × verb


def test_nobody_declares_for_another_nor_once_closed(author, administrator):
    gone = AgentFactory.create(is_active=False)
    for subject, by in ((author, administrator), (gone, gone)):
        with pytest.raises(PermissionDenied):
            skills.declare(subject, by=by, skills=[SkillFactory.create()])


def test_no_word_says_who_is_of_a_union(signed_in, author, directory_manager):
    pages = [
        signed_in(author).post(DECLARE, {"word": "délégué syndical", "kind": "trade"}),
        signed_in(directory_manager).post(LIST, {"name": "Délégué syndical", "kind": "trade"}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert NO_STAFF_REPRESENTATION in page.text
    assert not Skill.objects.exists()
