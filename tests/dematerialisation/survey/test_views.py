"""The pages of the survey: who reads and fills what, answers kept as they are typed, results that expose nobody."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from core.people.models import Direction
from dematerialisation.models import Answer, Interview, Survey
from dematerialisation.survey import actions, views
from tests.dematerialisation.factories import InterviewFactory, SurveyFactory, question_of
from tests.factories import AgentFactory, DirectionFactory, member

pytestmark = pytest.mark.django_db

PAGES = ("survey_detail", "survey_edit", "survey_results", "survey_pdf", "survey_export")
PAGES += ("interview_detail", "interview_prepare", "interview_finish")
# Of an open survey whose interview was sent to its direction, then of a closed one.
RIGHTS = {
    "agent": ([404] * 8, [302, 403, 200, 403, 403, 404, 404, 404]),
    "head": ([404] * 5 + [200, 403, 403], [302, 403, 200, 403, 403, 200, 403, 403]),
    "member": ([200] * 8, [200] * 8),
}


COPY = "nouvelle-version"
# As the script of the page asks.
JSON = {"Accept": "application/json"}


def url(name: str, row: Interview) -> str:
    return reverse(name, args=[row.reference if name.startswith("interview") else row.survey.reference])


@pytest.fixture
def row() -> Interview:
    return InterviewFactory.create(sent=True)


@pytest.mark.parametrize("who", RIGHTS)
@pytest.mark.parametrize("is_closed", [False, True])
def test_rights(signed_in, row, who, is_closed):
    if is_closed:
        Survey.objects.update(closed_on=timezone.localdate())
    agent = {"agent": AgentFactory.create, "head": lambda: row.direction.head, "member": member}[who]()
    client = signed_in(agent)
    assert [client.get(url(name, row)).status_code for name in PAGES] == RIGHTS[who][is_closed]
    # Not sent yet, it is the group's alone; nor does a closed account keep it.
    Interview.objects.update(state="to_plan", was_sent=False)
    assert Interview.objects.visible_to(agent).exists() == (who == "member")


def test_who_has_filled_it_is_no_longer_late(signed_in, row):
    head, path = row.direction.head, url("interview_detail", row)
    yesterday = timezone.localdate() - timedelta(days=1)
    Survey.objects.update(opened_on=yesterday, ends_on=yesterday)
    assert "en retard" in signed_in(head).get(path).text
    actions.say_filled(row, by=head)
    page = signed_in(head).get(path).text
    assert "en retard" not in page
    assert "✓ rempli" in page
    # The talk is still to hold.
    assert "en retard" in signed_in(member()).get(path).text


def sent(row: Interview, **answers: Any) -> dict[str, Any]:
    """What the part's form sends, by kind of question; each version is the one kept, unless given."""
    data: dict[str, Any] = {"partie": "1"}
    for kind, value in answers.items():
        question = question_of(row, kind)
        kept = Answer.objects.filter(interview=row, question=question).first()
        data[f"partie-1-{question.reference}"] = value
        data[f"partie-1-{question.reference}-version"] = kept.version if kept else 0
    return data


ALL_KINDS = {
    "text": "Le bon de commande.",
    "one": "1",
    "several": ["0", "1"],
    "scale": "3",
    "number": "42",
    "yes_no": "2",
}
SAID = [
    "Le bon de commande.",
    "une autre direction",
    "un classeur, une autre direction",
    "tout à fait",
    "42",
    "sans objet",
]


def test_a_part_is_saved_by_its_button(signed_in, row):
    client, path = signed_in(member()), url("interview_detail", row)
    assert "C’est gardé" in client.post(path, sent(row, **ALL_KINDS), follow=True).text
    assert [answer.said for answer in row.answers.order_by("question__position")] == SAID
    # The same again changes no version.
    client.post(path, sent(row, **ALL_KINDS))
    assert set(row.answers.values_list("version", flat=True)) == {1}
    # What was left blank is no answer, however often the part is sent.
    Answer.objects.filter(question__kind="number").delete()
    client.post(path, sent(row, number="", text="Le bon de commande."))
    assert not Answer.objects.filter(question__kind="number").exists()
    # Taken back.
    client.post(path, sent(row, text="", scale=""))
    assert question_of(row, "text").answers.get().said == ""


def test_a_stale_answer_is_shown_beside_the_new_one(signed_in, row):
    path, client = url("interview_detail", row), signed_in(member())
    mine, theirs = sent(row, text="Ma phrase."), sent(row, text="Leur phrase.")
    signed_in(member()).post(path, theirs)
    refused = client.post(path, mine, headers=JSON)
    assert refused.status_code == 409
    assert "Leur phrase." in refused.json()["stale"][question_of(row, "text").reference]["said"]
    page = client.post(path, mine).text
    assert "Leur phrase." in page
    assert "Ma phrase." in page
    assert row.answers.get().said == "Leur phrase."
    # The page now carries the version that it showed: sent again, mine stands.
    client.post(path, sent(row, text="Ma phrase."))
    assert row.answers.get().said == "Ma phrase."


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("number", "douze", "nombre entier"),
        ("number", "-3", "négatif"),
        ("number", "9" * 30, "trop grand"),
        ("one", "17", "réponse de la liste"),
        ("several", ["0", "x"], "réponse de la liste"),
        ("text", "é" * 5000, "raccourcissez"),
        ("text", "a\x00b", ""),
    ],
)
def test_a_bad_answer_is_said_and_the_others_are_kept(signed_in, row, kind, value, said):
    other = "scale" if kind != "scale" else "text"
    client = signed_in(member())
    page = client.post(url("interview_detail", row), sent(row, **{kind: value, other: "1"}))
    assert page.status_code == 200
    assert said in page.text
    assert "Erreur" in page.text
    # The focus goes to it, wherever its part stands among the others.
    [focused] = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"[^>]* autofocus', page.text)
    assert focused == f"partie-1-{question_of(row, kind).reference}"
    assert [answer.question.kind for answer in row.answers.all()] == [other]
    json = client.post(url("interview_detail", row), sent(row, **{kind: value}), headers=JSON)
    assert json.status_code == 422
    assert json.json()["said"].startswith("Réponse non gardée.")


@pytest.mark.parametrize("asked", ["foreign", "unknown", "nothing"])
def test_an_answer_to_another_question_is_said_not_kept(signed_in, row, asked):
    other = question_of(InterviewFactory.create(survey__closed_on=timezone.localdate()), "text")
    key = {"foreign": other.reference, "unknown": "zzz", "nothing": ""}[asked]
    data = {"partie": "1"} | ({f"partie-1-{key}": "Perdu", f"partie-1-{key}-version": "0"} if key else {})
    client, path = signed_in(member()), url("interview_detail", row)
    page, json = client.post(path, data), client.post(path, data, headers=JSON)
    assert (page.status_code, json.status_code) == (200, 422)
    for said in (page.text, json.json()["said"]):
        assert "pas dans cette partie" in said
    assert not Answer.objects.exists()


def test_finishing_says_how_many_questions_have_no_answer(signed_in, row):
    client, finish = signed_in(member()), url("interview_finish", row)
    client.post(url("interview_detail", row), sent(row, text="Dit.", number="7"))
    client.post(url("interview_detail", row), sent(row, number=""))
    page = client.get(finish)
    assert (page.context["unanswered"], page.context["asked"]) == (5, 6)
    assert "sans réponse" in page.text
    assert Interview.objects.get().state == "sent"
    assert client.post(finish).status_code == 302
    assert Interview.objects.get().state == "done"


def test_a_survey_is_corrected_completed_and_removed(signed_in, row):
    client, detail = signed_in(member()), url("survey_detail", row)
    words = {"title": "Autre titre", "ends_on": "2099-12-31", "introduction": "Bonjour à vous."}
    assert client.post(url("survey_edit", row), words).status_code == 302
    assert "Bonjour à vous." in signed_in(row.direction.head).get(url("interview_detail", row)).text
    assert "Ce jour est passé" in client.post(url("survey_edit", row), words | {"ends_on": "2001-01-01"}).text
    DirectionFactory.create(name="Océan")
    assert "Ajouter les directions" in client.get(detail).text
    client.post(url("survey_ask_missing", row))
    page = client.get(detail).text
    assert "Ajouter les directions" not in page
    assert "Autre titre" in page
    assert client.post(url("survey_remove", row), follow=True).status_code == 200
    assert not Survey.objects.exists()


def test_the_head_says_that_they_have_finished(signed_in, row):
    client, of_group = signed_in(row.direction.head), signed_in(member())
    path, filled = url("interview_detail", row), url("interview_filled", row)
    assert "questionnaire à remplir" in client.get(reverse("home")).text
    assert "Vous êtes attendu" in client.get(reverse("survey_list")).text
    assert "Vous êtes attendu" not in of_group.get(reverse("survey_list")).text
    assert filled in client.get(path).text
    assert of_group.post(filled).status_code == 403
    assert client.post(filled).status_code == 302
    page = client.get(path).text
    assert filled not in page
    assert "Vous avez dit avoir fini" in page
    assert "Garder ces réponses" in page
    assert "Vous avez fini le" in client.get(reverse("survey_list")).text
    page = of_group.get(path).text
    assert "a fini de répondre" in page
    assert filled not in page
    assert "rempli le" in of_group.get(url("survey_detail", row)).text


def test_a_new_version_opens_and_its_order_is_changed_by_buttons(signed_in, row):
    client, used = signed_in(member()), row.survey.questionnaire
    answer = client.post(reverse("admin:dematerialisation_questionnaire_action", args=[used.pk, COPY]))
    newest = used.newest
    opened = reverse("admin:dematerialisation_questionnaire_change", args=[newest.pk])
    assert answer["Location"] == opened
    newest.sections.create(title="Deux")
    first, second = newest.sections.all()
    page = client.get(opened).text
    assert COPY not in page
    assert [page.count(f"/geste/{name}/") for name in ("monter", "descendre")] == [6, 6]
    down = reverse("admin:dematerialisation_questionnaire_action", args=[newest.pk, "descendre"])
    assert client.post(down, {"part": first.pk})["Location"] == opened
    for bad in ({}, {"part": "x"}, {"part": 2**64}, {"question": "nul\x00"}):
        assert client.post(down, bad).status_code == 200
    assert list(newest.sections.all()) == [second, first]


def test_a_done_interview_takes_no_answer(signed_in, row):
    Interview.objects.update(state="done", done_on=timezone.localdate())
    client = signed_in(member())
    page = client.post(url("interview_detail", row), sent(row, text="Trop tard."))
    assert "ne changent plus" in page.text
    assert not row.answers.exists()
    assert client.post(url("interview_detail", row), {"partie": "9"}).status_code == 404


def test_an_interview_is_prepared(signed_in, row):
    client, lead, met = signed_in(member()), member(), AgentFactory.create()
    words = {
        "day": "2099-12-03",
        "at": "14:30",
        "place": "Salle Vauban",
        "leads": [lead.pk],
        "person_met": met.identifiant,
        "notes": "Parler bas.",
    }
    assert client.post(url("interview_prepare", row), words).status_code == 302
    row.refresh_from_db()
    assert timezone.localtime(row.held_at).isoformat()[:16] == "2099-12-03T14:30"
    assert (row.person_met, row.notes, list(row.leads.all())) == (met, "Parler bas.", [lead])
    page = client.get(url("interview_detail", row))
    assert "/reserver/?le=2099-12-03&amp;de=14:30" in page.text
    for given, said in (
        ({"at": ""}, "aussi l’heure"),
        ({"day": ""}, "aussi le jour"),
        ({"leads": [met.pk]}, "membres du groupe"),
    ):
        assert said in client.post(url("interview_prepare", row), words | given).text


def test_the_head_reads_neither_who_was_met_nor_the_notes(signed_in, row):
    met = AgentFactory.create(last_name="Trouvère")
    Interview.objects.update(person_met=met, notes="Il craint pour son poste.")
    page = signed_in(row.direction.head).get(url("interview_detail", row)).text
    assert "Trouvère" not in page
    assert "craint" not in page


def answered(survey: Survey, parent: Direction, count: int, text: str) -> None:
    for place in range(count):
        row = InterviewFactory.create(survey=survey, done=True, direction__parent=parent)
        for kind, given in (
            ("text", {"text": f"{text} {place}"}),
            ("yes_no", {"picked": [0]}),
            ("number", {"number": 10}),
        ):
            Answer.objects.create(
                interview=row, question=question_of(row, kind), answered_by=member(), **given
            )


def closed_survey(**answers: int) -> tuple[str, list[str]]:
    """Closed: as many answers of each DGA, which say its name; its results, and those of each DGA."""
    survey = SurveyFactory.create()
    dgas = [DirectionFactory.create(kind="dga") for _ in answers]
    for dga, (text, count) in zip(dgas, answers.items(), strict=True):
        answered(survey, dga, count, text)
    Survey.objects.update(closed_on=timezone.localdate())
    results = reverse("survey_results", args=[survey.reference])
    return results, [f"{results}?dga={dga.reference}" for dga in dgas]


def test_results_tell_of_no_direction(signed_in):
    results, (large, _) = closed_survey(Grande=6, Petite=5)
    client = signed_in(AgentFactory.create())
    page, one = client.get(results).text, client.get(large).text
    assert [(f"{name} 0" in page, f"{name} 0" in one) for name in ("Grande", "Petite")] == [
        (True, True),
        (True, False),
    ]
    assert not any(row.direction.name in page for row in Interview.objects.select_related("direction"))
    assert "pas assez de réponses" in client.get(results, {"dga": "zzz"}).text


def test_a_dga_of_few_directions_is_not_read_apart_nor_by_difference():
    survey = SurveyFactory.create()
    large, middle, small = (DirectionFactory.create(kind="dga") for _ in range(3))
    answered(survey, large, 7, "G")
    answered(survey, middle, 5, "M")
    answered(survey, small, 3, "P")
    # The whole less the two others would be the small one.
    assert views.dgas_of(survey) == [large]


@pytest.mark.parametrize(("left", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_question_is_read_by_dga_when_the_rest_is_none_or_five(signed_in, left, is_shown):
    """All the talks of both are done: the questions alone have few answers."""
    results, (large, _) = closed_survey(Grande=6, Autre=6)
    gone = [f"Autre {place}" for place in range(left, 6)]
    Answer.objects.filter(question__kind="text", text__in=gone).delete()
    client = signed_in(AgentFactory.create())
    assert "Grande 0" in client.get(results).text
    page = client.get(large).text
    assert ("Grande 0" in page) is is_shown
    assert ("dans le reste" in page) is not is_shown
    assert "Autre 0" not in page
    # The group reads every answer, by direction too.
    assert "Grande 0" in signed_in(member()).get(large).text


def test_two_dgas_do_not_give_the_answers_of_a_third_to_one_question(signed_in):
    _, dgas = closed_survey(A=8, B=6, C=6)
    Answer.objects.filter(text__in=["C 1", "C 2", "C 3", "C 4", "C 5"]).delete()
    client = signed_in(AgentFactory.create())
    shown = [f"{text} 0" in client.get(dga).text for text, dga in zip("ABC", dgas, strict=True)]
    assert shown == [True, False, False]


def test_who_will_read_it_is_said_before_the_first_question(signed_in, row):
    for agent in (row.direction.head, member()):
        before = signed_in(agent).get(url("interview_detail", row)).text.partition("Question texte")[0]
        assert "mot pour mot" in before
        assert "avec le nom de votre direction" in before
    # And before a sentence becomes a wish.
    page = signed_in(member()).get(reverse("admin:dematerialisation_wish_add")).text
    assert "tous les agents le lisent, avec le nom de la direction" in page


def test_a_question_that_few_answered_is_hidden_from_agents_and_on_paper(signed_in):
    results, _ = closed_survey(Dit=6)
    Answer.objects.filter(question__kind="text").exclude(text="Dit 0").delete()
    page = signed_in(AgentFactory.create()).get(results).text
    assert "Dit 0" not in page
    assert "ne sont pas montrées" in page
    group = signed_in(member())
    assert "Dit 0" in group.get(results).text
    paper = group.get(reverse("survey_pdf", args=[Survey.objects.get().reference]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    # On the page of its own direction alone.
    assert text.count("Dit 0") == 1


def test_few_answers_in_all_are_not_read(signed_in):
    results, _ = closed_survey(Secret=4)
    page = signed_in(AgentFactory.create()).get(results)
    assert "Secret" not in page.text
    assert "diraient trop" in page.text


def test_the_group_exports_and_prints_by_direction(signed_in):
    survey = SurveyFactory.create()
    answered(survey, DirectionFactory.create(kind="dga"), 5, "=HYPERLINK(1)")
    Interview.objects.filter(survey=survey).update(notes="Pour nous seuls")
    client = signed_in(member())
    book = load_workbook(BytesIO(b"".join(client.get(reverse("survey_export", args=[survey.reference])))))
    table = str(list(book.active.values))
    assert "'=HYPERLINK(1) 0'" in table
    assert "Pour nous seuls" not in table
    assert book.active.max_row == 1 + 15
    paper = client.get(reverse("survey_pdf", args=[survey.reference]))
    pages = [page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages]
    for row in survey.interviews.select_related("direction"):
        assert sum(row.direction.name in page for page in pages) == 1
    assert "Pour nous seuls" not in "".join(pages)
