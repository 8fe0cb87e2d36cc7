"""The pages of the survey: its progress, each interview filled as one talks, and what the directions said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import clock, count_of, spaced
from core.history.entries import history_of
from core.people.models import Direction
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.charts import Chart, bars, grouped
from core.web.pdf import pdf_response
from core.web.refusals import refusals_as_messages, submitted
from core.web.spreadsheets import table_response
from core.web.stale_forms import atomic_post, lock_on_post
from dematerialisation import policies
from dematerialisation.models import Answer, Interview, Question, QuestionKind, QuestionSection, Survey
from dematerialisation.survey import actions
from dematerialisation.survey.forms import PrepareForm, SectionForm, SurveyEditForm, SurveyForm, save_answers

# Of fewer talks, the answers would be those of known people.
FEWEST = 5


@dataclass(frozen=True)
class Result:
    """A question, how many answered it, and what they said: a chart, or sentences in the order of the alphabet.

    `answered` is None where so few did, or of the others, that nothing is shown of it.
    """

    question: Question
    answered: int | None
    chart: Chart | None
    sentences: tuple[str, ...]


def sections_of(survey: Survey) -> QuerySet[QuestionSection]:
    """The parts with their questions; two statements."""
    return QuestionSection.objects.filter(questionnaire=survey.questionnaire_id).prefetch_related("questions")


def results_of(
    survey: Survey, dga: Direction | None = None, *, hides_few: bool = False
) -> list[tuple[QuestionSection, list[Result]]]:
    """Return results of talks that are done, or of one DGA's. Three statements, one more for a DGA that hides few.

    `hides_few`: a question with fewer answers than FEWEST shows none of them, nor does one of a DGA whose rest would.
    """
    answers: dict[int, list[Answer]] = {}
    kept = Answer.objects.filter(interview__survey=survey, interview__state=Interview.State.DONE)
    for answer in kept.annotate(dga=F("interview__direction__parent")):
        if answer.text or answer.picked or answer.number is not None:
            answers.setdefault(answer.question_id, []).append(answer)
    offered = {each.pk for each in dgas_of(survey)} if dga and hides_few else set()

    def result(question: Question) -> Result:
        given: list[Any] = answers.get(question.pk, [])
        if dga is None:
            is_hidden = len(given) < FEWEST
        else:
            is_hidden = dga.pk not in _read_apart(Counter(answer.dga for answer in given), offered)
        if hides_few and is_hidden:
            return Result(question, None if given else 0, None, ())
        return _result(question, [answer for answer in given if dga is None or answer.dga == dga.pk])

    return [
        (section, [result(question) for question in section.questions.all()])
        for section in sections_of(survey)
    ]


def dgas_of(survey: Survey) -> list[Direction]:
    """Return DGAs with enough talks done for their answers to be read apart; one statement."""
    done = survey.interviews.filter(state=Interview.State.DONE).select_related("direction__parent")
    dgas = {row.direction.parent_id: row.direction.parent for row in done}
    counts = Counter(row.direction.parent_id for row in done)
    shown = _read_apart(counts, set(counts))
    return sorted((dga for pk, dga in dgas.items() if dga and pk in shown), key=str)


def _read_apart(counts: Counter[int | None], among: Set[int | None]) -> set[int | None]:
    """The DGAs whose answers can be read beside the total: what is left of it is none, or FEWEST and more."""
    shown = sorted(
        (dga for dga in among if dga and counts[dga] >= FEWEST), key=lambda dga: (counts[dga], dga)
    )
    left = counts.total() - sum(counts[dga] for dga in shown)
    return set(shown[1:] if 0 < left < FEWEST else shown)


def by_direction(survey: Survey) -> QuerySet[Interview]:
    """The talks that are done with their answers, for the group; two statements."""
    answers = Answer.objects.select_related("question__section").order_by(
        "question__section__position", "question__section", "question__position", "question"
    )
    return (
        survey.interviews.filter(state=Interview.State.DONE)
        .select_related("direction__parent")
        .prefetch_related(Prefetch("answers", answers))
        .order_by(*alphabetical("direction__name"), "pk")
    )


def _result(question: Question, given: list[Answer]) -> Result:
    if question.kind == QuestionKind.TEXT:
        sentences = sorted((answer.text for answer in given), key=str.casefold)
        return Result(question, len(given), None, tuple(sentences))
    return Result(question, len(given), _chart(question, given), ())


def _chart(question: Question, given: list[Answer]) -> Chart | None:
    if not given:
        return None
    if question.kind == QuestionKind.NUMBER:
        numbers = sorted(answer.number for answer in given if answer.number is not None)
        shown = (sum(numbers), median(numbers))
        return grouped(question.text, ("en tout", "la moitié en dit moins de"), [("Toutes", shown)], unit="")
    picked = Counter(place for answer in given for place in answer.picked)
    rows: list[tuple[str, Any]] = [(words, picked[place]) for place, words in enumerate(question.words)]
    return bars(question.text, rows, unit="directions")


HEADER = ["Direction", "Direction générale adjointe", "Partie", "Question", "Réponse"]


def rows_of(interviews: Iterable[Interview]) -> Iterator[list[Any]]:
    """From `results.by_direction`. Neither who was met nor the notes."""
    for interview in interviews:
        for answer in interview.answers.all():
            if answer.said:
                yield [
                    interview.direction.name,
                    str(interview.direction.parent or ""),
                    answer.question.section.title,
                    answer.question.text,
                    answer.number if answer.number is not None else answer.said,
                ]


@require_safe
def survey_list(request: AgentRequest) -> HttpResponse:
    """The closed ones for everyone, the open one for the group too."""
    can_lead = policies.can_write(request.user)
    context = {
        "surveys": Survey.objects.visible_to(request.user).with_progress(),
        "mine": Interview.objects.asked_of(request.user).select_related("survey", "direction"),
        "can_lead": can_lead,
        "is_one_open": can_lead and Survey.objects.filter(closed_on=None).exists(),
    }
    return render(request, "dematerialisation/survey/survey_list.html", context)


def survey_open(request: AgentRequest) -> HttpResponse:
    actions.check_group(request.user)
    form = SurveyForm(request.POST or None)
    done = "L’enquête est commencée, avec un entretien par direction."
    if survey := submitted(request, form, partial(actions.open_survey, by=request.user), done=done):
        return redirect(survey)
    return render(request, "dematerialisation/survey/survey_open.html", {"form": form})


@require_safe
def survey_detail(request: AgentRequest, survey: str) -> HttpResponse:
    """How far it is, direction by direction, for the group; its results for everyone once closed."""
    found = _survey(request, survey)
    if not policies.can_write(request.user):
        return redirect("survey_results", found.reference)
    interviews = found.interviews.select_related("direction", "person_met").prefetch_related("leads")
    rows = list(interviews.nearest_first())
    for row in rows:
        row.survey = found
    context = {
        "survey": found,
        "interviews": rows,
        "done": sum(row.state == Interview.State.DONE for row in rows),
        "late": sum(row.is_late for row in rows),
        "missing": actions.missing_directions(found) if found.is_open else [],
        "has_answers": Answer.objects.filter(interview__survey=found).exists(),
        "entries": history_of(found),
    }
    return render(request, "dematerialisation/survey/survey_detail.html", context)


@atomic_post
def survey_edit(request: AgentRequest, survey: str) -> HttpResponse:
    found = _survey_of_group(request, survey)
    lock_on_post(request, found)
    form = SurveyEditForm(request.POST or None, initial=SurveyEditForm.initial_for(found))
    correct = partial(actions.correct_survey, found, by=request.user)
    if submitted(request, form, correct, done="L’enquête est corrigée."):
        return redirect(found)
    return render(request, "dematerialisation/survey/survey_edit.html", {"form": form, "survey": found})


@require_POST
def survey_ask_missing(request: AgentRequest, survey: str) -> HttpResponse:
    found = _survey(request, survey)
    with refusals_as_messages(request):
        count = actions.ask_missing_directions(found, by=request.user)
        messages.success(request, f"{count_of(count, 'entretien ajouté', 'entretiens ajoutés')}.")
    return redirect(found)


@require_POST
def survey_remove(request: AgentRequest, survey: str) -> HttpResponse:
    found = _survey(request, survey)
    with refusals_as_messages(request):
        actions.remove_survey(found, by=request.user)
        messages.success(request, "L’enquête est supprimée.")
        return redirect("survey_list")
    return redirect(found)


@require_POST
def survey_close(request: AgentRequest, survey: str) -> HttpResponse:
    found = _survey(request, survey)
    with refusals_as_messages(request):
        actions.close_survey(found, by=request.user)
        messages.success(request, spaced("L’enquête est close : chacun lit ses résultats."))
    return redirect(found)


@require_safe
def survey_results(request: AgentRequest, survey: str) -> HttpResponse:
    """Show results, or those of one DGA where enough of its directions answered."""
    found = _survey(request, survey)
    dgas = dgas_of(found)
    asked = request.GET.get("dga", "")
    dga = next((dga for dga in dgas if dga.reference == asked), None)
    done = found.interviews.filter(state=Interview.State.DONE).count()
    can_see = policies.can_write(request.user)
    context = {
        "survey": found,
        "dgas": dgas,
        "dga": dga,
        "is_unknown": bool(asked) and dga is None,
        "done": done,
        "can_see_by_direction": can_see,
        "sections": results_of(found, dga, hides_few=not can_see) if can_see or done >= FEWEST else [],
    }
    return render(request, "dematerialisation/survey/survey_results.html", context)


@require_safe
def survey_pdf(request: AgentRequest, survey: str) -> HttpResponse:
    """The restitution: the results, then a page for each direction, to hand over to it."""
    found = _survey_of_group(request, survey)
    interviews = list(by_direction(found))
    context = {
        "survey": found,
        "interviews": interviews,
        "done": len(interviews),
        # Handed over to directions, each with the page of its own answers.
        "sections": results_of(found, hides_few=True),
    }
    return pdf_response(
        request,
        "dematerialisation/survey/survey_pdf.html",
        context,
        title=str(found),
        name="restitution.pdf",
        variant="pdf/ua-1",
    )


@require_safe
def survey_export(request: AgentRequest, survey: str) -> HttpResponseBase:
    found = _survey_of_group(request, survey)
    return table_response(HEADER, rows_of(by_direction(found)), name="enquete")


def interview_detail(request: AgentRequest, interview: str) -> HttpResponse:
    """A form for each part of the questionnaire; one that is sent saves the answers that it holds."""
    found = _interview(request, interview)
    can_lead = policies.can_write(request.user)
    rows = found.answers.select_related("answered_by", "question").prefetch_related("wishes")
    answers = {answer.question_id: answer for answer in rows}
    sections = list(sections_of(found.survey))
    forms = [SectionForm(None, section, answers, rank) for rank, section in enumerate(sections, start=1)]
    if request.method == "POST":
        rank = next((rank for rank in range(1, len(forms) + 1) if request.POST.get("partie") == str(rank)), 0)
        if not rank:
            raise Http404
        form = SectionForm(request.POST, sections[rank - 1], answers, rank)
        answer = _save(request, found, form)
        if answer is not None:
            return answer
        forms[rank - 1] = form
    context = {
        "interview": found,
        "survey": found.survey,
        "forms": forms,
        "can_fill": found.takes_answers,
        "can_lead": can_lead,
        "can_say_filled": policies.can_say_filled(request.user, found),
        "leads": found.leads.all() if can_lead else [],
        "entries": history_of(found) if can_lead else [],
    }
    return render(request, "dematerialisation/survey/interview_detail.html", context)


def _save(request: AgentRequest, interview: Interview, form: SectionForm) -> HttpResponse | None:
    """None: the page is shown again, with what was typed and what stands in its way."""
    wants_json = request.headers.get("Accept") == "application/json"
    is_valid = form.is_valid()
    try:
        saved = save_answers(interview, form.typed, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return JsonResponse({"said": " ".join(error.messages)}, status=409) if wants_json else None
    form.met(saved)
    stale = [each for each in saved if each.is_stale]
    if wants_json:
        answer = {each.question.reference: each.version for each in saved if not each.is_stale}
        if not is_valid:
            why = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
            return JsonResponse({"said": f"Réponse non gardée. {why}"}, status=422)
        said = {each.question.reference: {"version": each.version, "said": _words(each)} for each in stale}
        kept = f"Gardé à {clock(timezone.localtime())}." if answer else ""
        return JsonResponse({"versions": answer, "stale": said, "said": kept}, status=409 if stale else 200)
    if stale or not is_valid:
        return None
    messages.success(
        request, spaced(f"C’est gardé : {count_of(len(saved), 'réponse')} de « {form.section} ».")
    )
    return redirect(f"{interview.get_absolute_url()}#partie-{form.rank}")


def _words(saved: Any) -> str:
    answer = saved.answer
    return spaced(f"{answer.answered_by} a répondu : « {answer.said or 'rien'} »")


@atomic_post
def interview_prepare(request: AgentRequest, interview: str) -> HttpResponse:
    found = _interview(request, interview)
    actions.check_group(request.user)
    lock_on_post(request, found.survey, found)
    form = PrepareForm(request.POST or None, initial=PrepareForm.initial_for(found))
    if submitted(
        request, form, partial(actions.prepare, found, by=request.user), done="L’entretien est noté."
    ):
        return redirect(found)
    context = {"form": form, "interview": found, "survey": found.survey}
    return render(request, "dematerialisation/survey/interview_prepare.html", context)


@require_POST
def interview_send(request: AgentRequest, interview: str) -> HttpResponse:
    found = _interview(request, interview)
    with refusals_as_messages(request):
        messages.success(request, actions.send_to_direction(found, by=request.user))
    return redirect(found)


@require_POST
def interview_filled(request: AgentRequest, interview: str) -> HttpResponse:
    found = _interview(request, interview)
    with refusals_as_messages(request):
        actions.say_filled(found, by=request.user)
        messages.success(
            request, spaced("Merci ! Le groupe le sait, et lira vos réponses avant l’entretien.")
        )
    return redirect(found)


def interview_finish(request: AgentRequest, interview: str) -> HttpResponse:
    """Says first how many questions have no answer: none is required."""
    found = _interview(request, interview)
    actions.check_group(request.user)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.finish(found, by=request.user)
            messages.success(
                request, spaced(f"L’entretien est fait : ses réponses comptent. {actions.ENDED}")
            )
        return redirect(found)
    asked = Question.objects.filter(section__questionnaire=found.survey.questionnaire_id).count()
    answered = sum(bool(answer.said) for answer in found.answers.select_related("question"))
    context = {"interview": found, "survey": found.survey, "asked": asked, "unanswered": asked - answered}
    return render(request, "dematerialisation/survey/interview_finish.html", context)


@require_POST
def interview_reopen(request: AgentRequest, interview: str) -> HttpResponse:
    found = _interview(request, interview)
    with refusals_as_messages(request):
        actions.reopen(found, by=request.user)
        messages.success(request, "L’entretien est rouvert.")
    return redirect(found)


def _survey(request: AgentRequest, reference: str) -> Survey:
    return get_object_or_404(
        Survey.objects.visible_to(request.user).select_related("questionnaire"), reference=reference
    )


def _survey_of_group(request: AgentRequest, reference: str) -> Survey:
    found = _survey(request, reference)
    actions.check_group(request.user)
    return found


def _interview(request: AgentRequest, reference: str) -> Interview:
    rows = Interview.objects.visible_to(request.user).select_related(
        "survey__questionnaire", "direction", "person_met"
    )
    return get_object_or_404(rows, reference=reference)
