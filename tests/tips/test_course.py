"""The course: its pages, what each follows for themself, the diploma, its admin."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from core.history.entries import is_tracked
from tests.pages import as_shown
from tests.tips.factories import LessonFactory, TipFactory
from tips import actions
from tips.models import CourseFollower, Lesson, LessonFollowed
from tips.registrations import READERS, offer_lesson

pytestmark = pytest.mark.django_db
COURSE = "/physique-nucleaire/cours/"


def follow_url(lesson: Lesson) -> str:
    return reverse("tips:lesson_follow", args=[lesson.reference])


def test_a_lesson_shows_its_tips_in_order_and_only_those_one_may_read(signed_in, outsider, moderator):
    second, first = TipFactory.create(title="Après"), TipFactory.create(months_ago=1, title="Avant")
    draft = TipFactory.create(months_ago=2, draft=True, title="Pas encore")
    lesson = LessonFactory.create(tips=[first, second, draft])
    page = signed_in(outsider).get(lesson.get_absolute_url()).text
    assert page.index("Avant") < page.index("Après")
    assert "Pas encore" not in page
    assert "Pas encore" in signed_in(moderator).get(lesson.get_absolute_url()).text
    assert lesson.get_absolute_url() in signed_in(outsider).get(first.get_absolute_url()).text


def test_a_lesson_that_is_not_published_is_the_groups(signed_in, outsider, moderator):
    lesson = LessonFactory.create(is_published=False)
    for agent, status in ((outsider, 404), (moderator, 200)):
        assert signed_in(agent).get(lesson.get_absolute_url()).status_code == status
        assert (lesson.title in signed_in(agent).get(COURSE).text) is (status == 200)
    assert signed_in(outsider).post(follow_url(lesson)).status_code == 404
    assert offer_lesson(lesson).readers == READERS


def test_followed_by_one_is_shown_to_nobody_else(signed_in, outsider, moderator):
    lesson = LessonFactory.create()
    client = signed_in(outsider)
    for _ in range(2):
        assert client.post(follow_url(lesson), {"suivie": "oui"})["Location"] == COURSE
    assert LessonFollowed.objects.get().agent == outsider
    assert "✓ suivie" in client.get(COURSE).text
    delete = reverse("admin:tips_lesson_delete", args=[lesson.pk])
    for url in (COURSE, lesson.get_absolute_url(), delete):
        page = signed_in(moderator).get(url).text
        assert lesson.title in page
        for own in ("J’ai suivi", "/suivie/", 'name="suivie"', "Toutes ces leçons suivies", "avez suivi"):
            page = page.replace(own, "")
        assert "suivie" not in page
    assert not is_tracked(LessonFollowed)
    assert not is_tracked(CourseFollower)
    for _ in range(2):
        client.post(follow_url(lesson), {"suivie": "non"})
    assert not LessonFollowed.objects.exists()


def test_the_next_lesson_is_on_the_home_page_of_who_wishes(signed_in, outsider, colleague):
    TipFactory.create()
    last = LessonFactory.create(level=2, position=1, title="La suite")
    first = LessonFactory.create(level=1, position=2, title="Le début")
    LessonFactory.create(level=1, position=1, is_published=False)
    client = signed_in(outsider)
    assert "Votre prochaine leçon" not in client.get("/").text
    client.post(reverse("tips:course_follow"), {"suivre": "oui"})
    assert first.get_absolute_url() in client.get("/").text
    assert "Votre prochaine leçon" not in signed_in(colleague).get("/").text
    actions.follow_lesson(first, by=outsider)
    assert last.get_absolute_url() in client.get("/").text
    actions.follow_lesson(last, by=outsider)
    assert "Votre prochaine leçon" not in client.get("/").text
    actions.unfollow_lesson(last, by=outsider)
    client.post(reverse("tips:course_follow"), {"suivre": "non"})
    assert "Votre prochaine leçon" not in client.get("/").text
    assert LessonFollowed.objects.count() == 1


def test_the_diploma_of_a_level(signed_in, outsider, settings):
    settings.TOWN_NAME = "Port-Mimosa"
    lessons = [LessonFactory.create(title=title) for title in ("Les onglets", "Les fenêtres")]
    LessonFactory.create(level=1, is_published=False)
    client, url = signed_in(outsider), reverse("tips:diploma", args=[1])
    actions.follow_lesson(lessons[0], by=outsider)
    assert client.get(url).status_code == 403
    assert url not in client.get(COURSE).text
    actions.follow_lesson(lessons[1], by=outsider)
    assert url in client.get(COURSE).text
    document = PdfReader(BytesIO(client.get(url).content))
    assert len(document.pages) == 1
    text = " ".join(document.pages[0].extract_text().split())
    for words in ("Port-Mimosa", str(outsider), "Particule prometteuse", "Les onglets", "Les fenêtres"):
        assert words in text
    assert client.get(reverse("tips:diploma", args=[2])).status_code == 404
    assert client.get(reverse("tips:diploma", args=[9])).status_code == 404


def test_write_a_lesson(signed_in, moderator):
    LessonFactory.create(level=2, position=7)
    client, tip = signed_in(moderator), TipFactory.create()
    url = reverse("admin:tips_lesson_add")
    data = {
        "title": "Les onglets",
        "level": "2",
        "introduction": "Les fermer.",
        "lesson_tips-TOTAL_FORMS": "1",
        "lesson_tips-INITIAL_FORMS": "0",
        "lesson_tips-0-tip": str(tip.pk),
        "lesson_tips-0-position": "1",
    }
    assert client.post(url, as_shown(client, url) | data).status_code == 302
    lesson = Lesson.objects.get(title="Les onglets")
    assert (lesson.position, lesson.is_published, list(lesson.tips.all())) == (8, False, [tip])


def test_the_order_of_lessons(moderator, outsider):
    one, two, three = (LessonFactory.create(position=0) for _ in range(3))
    other = LessonFactory.create(level=2, position=0)
    actions.move_lesson(three, by=moderator, is_up=True)
    assert list(Lesson.objects.filter(level=1)) == [one, three, two]
    actions.move_lesson(one, by=moderator, is_up=False)
    assert list(Lesson.objects.filter(level=1)) == [three, one, two]
    other.refresh_from_db()
    assert other.position == 0
    with pytest.raises(ValidationError, match="au bout"):
        actions.move_lesson(three, by=moderator, is_up=True)
    with pytest.raises(ValidationError, match="au bout"):
        actions.move_lesson(two, by=moderator, is_up=False)
    with pytest.raises(PermissionDenied):
        actions.move_lesson(two, by=outsider, is_up=True)
