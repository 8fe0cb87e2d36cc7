"""The pages of assessments: who reads and writes them, their forms, the PDF and the exports."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dematerialisation.assessment.forms import HeadingForm
from dematerialisation.assessment.views import WORDS
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.assessment import HEADINGS, MOST_WORDS
from tests.dematerialisation.factories import (
    ActionFactory,
    AssessedActionFactory,
    AssessmentFactory,
    a_head,
)
from tests.factories import AgentFactory, member

pytestmark = pytest.mark.django_db

PAGES = ("assessment_detail", "assessment_pdf", "assessment_export")
WRITING = ("assessment_move", "assessment_heading", "assessed_action")
POSTED = ("assessment_take_actions", "assessment_publish", "assessment_discard")


def day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def a_row(**fields: Any) -> AssessedAction:
    return AssessedActionFactory.create(assessment__written=True, **fields)


def publish(row: AssessedAction) -> None:
    Assessment.objects.filter(pk=row.assessment.pk).update(
        published_at=timezone.now(), published_by=row.assessment.begun_by, figures=[]
    )


def address(name: str, row: AssessedAction) -> str:
    arguments = {
        "assessment_list": [],
        "assessment_begin": [],
        "assessment_heading": [row.assessment.reference, "contexte"],
        "assessed_action": [row.assessment.reference, row.action.reference],
    }
    return reverse(name, args=arguments.get(name, [row.assessment.reference]))


def test_a_draft_is_the_group_s_and_then_everyone_reads(signed_in):
    row, agent = a_row(), signed_in(AgentFactory.create())
    of_group, head = signed_in(member()), signed_in(a_head())
    for name in (*PAGES, *WRITING):
        assert agent.get(address(name, row)).status_code == 404, name
        assert head.get(address(name, row)).status_code == 200, name
        is_the_head_s = name == "assessment_move"
        assert of_group.get(address(name, row)).status_code == (403 if is_the_head_s else 200), name
    assert of_group.post(address("assessment_move", row)).status_code == 403
    for name in (*WRITING, *POSTED):
        assert agent.post(address(name, row)).status_code == 404, name
    publish(row)
    for name in PAGES:
        assert agent.get(address(name, row)).status_code == 200, name
    for name in WRITING:
        for client in (agent, of_group, head):
            assert client.get(address(name, row)).status_code == 403, name
    for name in (*WRITING, *POSTED):
        assert agent.post(address(name, row)).status_code == 403, name


def test_begun_from_its_page(signed_in):
    client, url = signed_in(a_head()), reverse("assessment_begin")
    action = ActionFactory.create(done_on=timezone.localdate())
    assert "Commencer un bilan" in client.get(reverse("assessment_list")).text
    form = client.get(url).context["form"]
    page = client.post(url, {name: form[name].value().isoformat() for name in form.initial}, follow=True)
    assert action.title in page.text
    assert "Verdict à dire" in page.text
    first = form["starts_on"].value()
    sent = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=30)).isoformat()}
    assert "Un autre bilan couvre" in client.post(url, sent).text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-02-01", "2026-01-01", "finit après avoir commencé"),
        ("2020-01-01", "2026-01-01", "trop longue"),
        ("demain", "2026-01-01", "n’existe pas"),
        ("2099-01-01", "2099-12-31", "pas encore commencé"),
    ],
)
def test_a_wrong_period_is_refused(signed_in, first, last, said):
    page = signed_in(a_head()).post(reverse("assessment_begin"), {"starts_on": first, "ends_on": last})
    assert said in page.text
    assert not Assessment.objects.exists()


GOOD = {"verdict": "kept", "reason": "Le formulaire a disparu."}


def test_a_verdict_and_its_gains(signed_in):
    row, client = a_row(pending=True), signed_in(member())
    sent = {**GOOD, "sheets": "1200", "links": "2"}
    page = client.post(address("assessed_action", row), sent, follow=True)
    row.refresh_from_db()
    assert (row.verdict, row.sheets, row.links, row.hours) == ("kept", 1200, 2, None)
    assert "1\u202f200\u00a0feuilles de papier · 2\u00a0liens entre logiciels" in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"verdict": "", "reason": "Parce que"}, "Dites ce que l’action est devenue."),
        ({"reason": ""}, "Dites pourquoi, en une phrase"),
        ({"sheets": "beaucoup"}, "Écrivez un nombre entier"),
        ({"sheets": "-3"}, "Écrivez un nombre entier"),
    ],
)
def test_a_wrong_gain_is_refused(signed_in, sent, said):
    row = a_row(pending=True)
    page = signed_in(member()).post(address("assessed_action", row), GOOD | sent)
    assert page.status_code == 200
    assert said in page.text
    row.refresh_from_db()
    assert row.verdict == ""


@pytest.mark.parametrize("name", ["assessed_action", "assessment_heading"])
def test_what_was_typed_is_not_lost_when_it_is_published_meanwhile(signed_in, name):
    row, client = a_row(), signed_in(member())
    publish(row)
    sent = {"verdict": "partly", "reason": "Mes mots à moi", "text": "<p>Mes mots à moi</p>"}
    page = client.post(address(name, row), sent)
    assert "Ce bilan est publié" in page.text
    assert "Mes mots à moi" in page.text


@pytest.mark.parametrize("word", WORDS)
def test_each_heading_is_written(signed_in, word):
    assessment, client = AssessmentFactory.create(), signed_in(member())
    url = reverse("assessment_heading", args=[assessment.reference, word])
    typed = "Le papier recule" if word == "idee" else "<p>Le papier recule</p>"
    page = client.post(url, {"text": typed}, follow=True)
    assert "Le papier recule" in page.text
    assessment.refresh_from_db()
    assert getattr(assessment, WORDS[word]) == typed
    assert set(WORDS.values()) == set(HEADINGS)


@pytest.mark.parametrize(("words", "is_valid"), [(MOST_WORDS, True), (MOST_WORDS + 1, False)])
def test_the_idea_has_so_many_words(words, is_valid):
    typed = " ".join(["l’idée"] * words) + "\u00a0: «\u00a0!\u00a0»"
    form = HeadingForm({"text": typed}, heading="idea")
    assert form.is_valid() is is_valid
    if not is_valid:
        assert "51 mots" in str(form.errors)


def test_published_from_its_page_and_read_by_all(signed_in):
    row, reader, client = a_row(), signed_in(AgentFactory.create()), signed_in(member())
    url, publish_url = row.assessment.get_absolute_url(), address("assessment_publish", row)
    assert "Publier le bilan" in client.get(url).text
    for said in ("Le bilan est publié", "Ce bilan est publié"):
        page = client.post(publish_url, {"seen": row.assessment.stamp}, follow=True).text
        assert said in page
        assert "Publier le bilan" not in page
    assert row.title in reader.get(url).text
    assert str(row.assessment) in reader.get(reverse("assessment_list")).text


def test_what_is_left_stands_on_top_with_where_to_write_it(signed_in):
    row = AssessedActionFactory.create(pending=True, assessment__context="<p>Le papier.</p>")
    client, url = signed_in(member()), row.assessment.get_absolute_url()
    top = client.get(url).text.partition("<h1>")[0]
    assert f'<a href="{address("assessed_action", row)}">1 action sans verdict</a>' in top
    second = reverse("assessment_heading", args=[row.assessment.reference, "idee"])
    assert f' et <a href="{second}">7 rubriques vides</a>.' in top
    Assessment.objects.update(ends_on=day(-3))
    assert "et la période, jusqu’au" in client.get(url).text
    Assessment.objects.update(ends_on=day(1), **dict.fromkeys(HEADINGS, "<p>Écrit.</p>"))
    AssessedAction.objects.update(verdict="kept", reason="Oui.")
    page = client.get(url).text
    assert "Il reste" not in page
    assert "Publier le bilan" in page


def test_the_head_discards_a_draft_from_its_page(signed_in):
    row, button = AssessedActionFactory.create(pending=True), "Supprimer ce brouillon"
    client, url = signed_in(a_head()), row.assessment.get_absolute_url()
    assert button not in signed_in(member()).get(url).text
    assert button in client.get(url).text
    Assessment.objects.update(idea="Moins de papier.")
    page = client.post(address("assessment_discard", row), follow=True).text
    assert "On a déjà écrit" in page
    assert button not in page
    Assessment.objects.update(idea="")
    assert "est supprimé" in client.post(address("assessment_discard", row), follow=True).text


def test_a_published_assessment_begins_with_its_key_figures(signed_in):
    row, client = a_row(sheets=1200), signed_in(member())
    assert "À retenir" not in client.get(row.assessment.get_absolute_url()).text
    publish(row)
    first = client.get(row.assessment.get_absolute_url()).text.partition('id="contexte"')[0]
    for words in ("1 sur 1", "Feuilles de papier", "1\u202f200"):
        assert words in first


def test_the_export_is_harmless(signed_in):
    row = a_row(reason="=HYPERLINK(1)", sheets=12)
    export = signed_in(member()).get(address("assessment_export", row))
    sheet = load_workbook(BytesIO(b"".join(export))).active
    assert (sheet["C2"].data_type, sheet["C2"].value, sheet["E2"].value) == ("s", "=HYPERLINK(1)", 12)
    assert len(sheet[2]) == len(sheet[1])
