from datetime import timedelta
from io import BytesIO
from typing import Any

import factory
from django.utils import timezone
from PIL import Image

from core.documents.actions import store_bytes
from core.people.models import Agent
from dematerialisation.models import (
    Action,
    ActionStep,
    Article,
    AssessedAction,
    Assessment,
    Gain,
    GroupMember,
    Interview,
    Page,
    PrinterlessDay,
    Priority,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionSection,
    ReviewIssue,
    ReviewPicture,
    Survey,
    Wish,
)
from dematerialisation.models.assessment import HEADINGS
from dematerialisation.states import Outcome
from suggestions.models import Criterion, Grid
from tests.factories import AgentFactory, DirectionFactory, member
from tests.tips.factories import month


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"nos-valeurs-{n}")
    title = factory.Sequence(lambda n: f"Nos valeurs, chapitre {n}")
    summary = "Trois mots, et ce à quoi ils nous obligent."
    body = "<p>Simplifier, partager, aller vite.</p>"


class GroupMemberFactory(factory.django.DjangoModelFactory):
    """An agent; `outside=True` is the agglomeration's representative."""

    class Meta:
        model = GroupMember

    class Params:
        outside = factory.Trait(agent=None, name="Yannick Oberti", organisation="Agglomération", category="")

    agent = factory.LazyFunction(member)
    category = "B"
    presentation = "Reçoit vos idées au guichet."


class ActionFactory(factory.django.DjangoModelFactory):
    """Done; `planned=True`, `in_progress=True`, `blocked=True` or `dropped=True` is another state."""

    class Meta:
        model = Action

    class Params:
        planned = factory.Trait(
            state="planned", done_on=None, what_it_changed="", what_was_decided="Retirer un formulaire."
        )
        in_progress = factory.Trait(
            planned=True,
            state="in_progress",
            started_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10)),
            due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
            leader=factory.SubFactory(AgentFactory),
        )
        blocked = factory.Trait(
            in_progress=True,
            state="blocked",
            blocked_on=factory.LazyFunction(timezone.localdate),
            blocked_reason="Le copieur est en panne.",
        )
        dropped = factory.Trait(
            planned=True,
            state="dropped",
            dropped_on=factory.LazyFunction(timezone.localdate),
            dropped_reason="La loi a changé.",
        )

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """One that is under way passes the grid first, as the database asks."""
        names = ("state", "started_on", "blocked_on", "blocked_reason")
        is_under_way = kwargs["state"] in ("in_progress", "blocked")
        moved = {name: kwargs.pop(name) for name in names if is_under_way and name in kwargs}
        action = super()._create(model_class, *args, **kwargs)
        if moved:
            screened(action)
            vars(action).update(moved)
            action.save(update_fields=list(moved))
        return action

    state = "done"
    title = factory.Sequence(lambda n: f"Un formulaire de moins ({n})")
    done_on = factory.Sequence(lambda n: timezone.localdate() - timedelta(days=n))
    what_it_changed = "<p>Mille feuilles <strong>par an</strong>.</p>"


def screened(action: Action, *, touched: str = "", **marks: int) -> Action:
    """With the first grid's answers: `marks` by code, nothing changed by the others; `touched` is a pitfall's code.

    Eligible, as two people have seen.
    """
    action.outcome, action.screened_by = Outcome.ELIGIBLE, AgentFactory.create()
    action.confirmed_by = AgentFactory.create()
    action.save(update_fields=["outcome", "screened_by", "confirmed_by"])
    action.screening.all().delete()
    for criterion in Grid.objects.get(state="in_use").criteria.all():
        is_value, is_touched = criterion.kind == Criterion.Kind.VALUE, criterion.code == touched
        action.screening.create(
            criterion=criterion,
            mark=marks.get(criterion.code, 1) if is_value else None,
            is_touched=is_touched,
            precaution="Un guichet reste ouvert." if is_touched else "",
        )
    return action


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionStep

    action = factory.SubFactory(ActionFactory, in_progress=True)
    position = factory.Sequence(lambda n: n % 1000)
    title = factory.Sequence(lambda n: f"Essayer avec trois jardiniers ({n})")


class GainFactory(factory.django.DjangoModelFactory):
    """Guessed; `was_measured=True` is measured too."""

    class Meta:
        model = Gain

    class Params:
        was_measured = factory.Trait(
            measured=900,
            measure_method="relevé des compteurs",
            measured_on=factory.LazyFunction(timezone.localdate),
        )

    action = factory.SubFactory(ActionFactory)
    unit = "sheets"
    guessed = 1000
    guess_method = "au jugé"
    guessed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


class ReviewIssueFactory(factory.django.DjangoModelFactory):
    """This month's; `months_ago=` moves it."""

    class Meta:
        model = ReviewIssue

    class Params:
        months_ago = 0

    month = factory.LazyAttribute(lambda issue: month(issue.months_ago))
    closing_on = factory.LazyAttribute(lambda issue: issue.month - timedelta(days=8))


class ArticleFactory(factory.django.DjangoModelFactory):
    """A draft, its figures taken today; `published=True` is read by all."""

    class Meta:
        model = Article

    class Params:
        published = factory.Trait(
            published_at=factory.LazyFunction(timezone.now), published_by=factory.LazyFunction(member)
        )

    kind = Article.Kind.SOFTWARE_PROBLEMS
    title = factory.Sequence(lambda n: f"Les progiciels sous trois angles, épisode {n}")
    body = "<p>Ce que deviennent nos <strong>archives</strong>, et le mot gélinotte.</p>"
    figures = factory.LazyFunction(
        lambda: {
            "counts": [["progiciels suivis", 45]],
            "bars": {"title": "Ce que l’on sait", "series": ["connu"], "rows": [["Archivage", [12]]]},
            "table": {
                "caption": "Par direction",
                "header": ["Direction", "Progiciels"],
                "rows": [["Finances", 4], ["Espaces verts", 2]],
            },
        }
    )
    drafted_by = factory.LazyFunction(member)


class AssessmentFactory(factory.django.DjangoModelFactory):
    """Of the year that ended yesterday, not written yet; `written=True` has all its text."""

    class Meta:
        model = Assessment

    class Params:
        written = factory.Trait(
            idea="Le papier recule, les services se parlent.",
            **{name: f"<p>Ce que dit la rubrique {name}.</p>" for name in HEADINGS if name != "idea"},
        )

    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=366))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    begun_by = factory.LazyFunction(member)


class AssessedActionFactory(factory.django.DjangoModelFactory):
    """With its verdict; `pending=True` has none."""

    class Meta:
        model = AssessedAction

    class Params:
        pending = factory.Trait(verdict="", reason="")

    assessment = factory.SubFactory(AssessmentFactory)
    action = factory.SubFactory(ActionFactory)
    title = factory.LazyAttribute(lambda row: row.action.title)
    verdict = "kept"
    reason = "Le formulaire a disparu."


class PrinterlessDayFactory(factory.django.DjangoModelFactory):
    """In ten days."""

    class Meta:
        model = PrinterlessDay

    held_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))


def a_head() -> Agent:
    """The head of the group, with their role."""
    head = member()
    GroupMemberFactory.create(agent=head, is_head=True)
    return head


def an_illustrated_article(**fields: Any) -> Article:
    """Published with one picture: none is added afterwards."""
    article = ArticleFactory.create(**fields)
    ReviewPictureFactory.create(article=article)
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now(), published_by=article.drafted_by)
    article.refresh_from_db()
    return article


class ReviewPictureFactory(factory.django.DjangoModelFactory):
    """A picture of 1,600 by 900 pixels; `article=` or `tip=` says of what."""

    class Meta:
        model = ReviewPicture

    document = factory.LazyFunction(
        lambda: store_bytes(a_picture(), name="mer.jpg", by=None, at=None, read_text=False)
    )
    alternative = "La mer, un matin de mimosa"
    width, height = 1600, 900


def a_picture(width: int = 1600, height: int = 900) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), "#3b7ea1").save(written, "JPEG")
    return written.getvalue()


class PriorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Priority

    name = factory.Sequence(lambda n: f"Moins de ressaisies ({n})")
    rank = factory.Sequence(lambda n: n + 1)


class WishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wish

    direction = factory.SubFactory(DirectionFactory)
    sentence = factory.Sequence(lambda n: f"Ne plus retaper les mêmes chiffres ({n}).")


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    """One part with a question of each kind, in the order of `QuestionKind`."""

    class Meta:
        model = Questionnaire
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Questionnaire {n}")

    @factory.post_generation
    def questions(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        section = QuestionSection.objects.create(questionnaire=self, title="Le papier", position=1)
        for position, kind in enumerate(QuestionKind, start=1):
            choices = ["un classeur", "une autre direction"] if kind in QuestionKind.listed() else []
            Question.objects.create(
                section=section,
                kind=kind,
                text=f"Question {kind.label} ?",
                choices=choices,
                position=position,
            )


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Survey

    title = "Ce dont les directions ont besoin"
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class InterviewFactory(factory.django.DjangoModelFactory):
    """`sent=True`: its direction, which has a head, is asked to fill it; `done=True`: it is over."""

    class Meta:
        model = Interview

    class Params:
        sent = factory.Trait(state="sent", was_sent=True, direction__head=factory.SubFactory(AgentFactory))
        done = factory.Trait(state="done", done_on=factory.LazyFunction(timezone.localdate))

    survey = factory.SubFactory(SurveyFactory)
    direction = factory.SubFactory(DirectionFactory)


def question_of(interview: Interview, kind: str) -> Question:
    return Question.objects.get(section__questionnaire=interview.survey.questionnaire, kind=kind)
