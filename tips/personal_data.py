from core.operations.personal_data import Part, give
from tips.models import LessonFollowed

give(
    Part(
        "Les leçons que j’ai suivies",
        {"leçon": "lesson__title"},
        lambda agent: LessonFollowed.objects.filter(agent=agent).order_by("pk"),
    )
)
