"""The course of nuclear physics, made of the tips; the named account has followed its first level."""

from core.people.models import Agent
from demo import texts
from demo.data_files import copied
from demo.keys import reference_of
from tips.models import CourseFollower, Lesson, LessonFollowed, LessonTip, Tip


def load_lessons(people: dict[str, Agent]) -> None:
    lessons = Lesson.objects.bulk_create(
        Lesson(
            reference=reference_of("lesson", position),
            **copied(lesson, "title level introduction"),
            position=position,
            is_published=True,
        )
        for position, lesson in enumerate(texts.section.lessons, start=1)
    )
    tips = {tip.reference: tip for tip in Tip.objects.defer("body")}
    LessonTip.objects.bulk_create(
        LessonTip(lesson=row, tip=tips[reference_of("tip", months_ago)], position=position)
        for row, lesson in zip(lessons, texts.section.lessons, strict=True)
        for position, months_ago in enumerate(lesson.tips, start=1)
    )
    CourseFollower.objects.create(agent=people["agent"])
    LessonFollowed.objects.bulk_create(
        LessonFollowed(agent=people["agent"], lesson=lesson) for lesson in lessons if lesson.level == 1
    )
