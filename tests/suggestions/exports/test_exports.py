"""What the group takes to a spreadsheet, and what even its members do not find there."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from suggestions import exports
from suggestions.comments import actions
from suggestions.decisions import answers
from suggestions.exports import TABLES
from suggestions.models import Comment, Feedback, Idea, Support
from suggestions.states import Identity, State, Verdict
from tests.factories import PASSWORD, AgentFactory, DirectionFactory, member
from tests.suggestions.factories import IdeaFactory, answered, decided, evaluate, idea_in

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:idea_export")


def read(client: Client, table: str = "idees", **query: Any) -> list[dict[str, str]]:
    """The rows of the workbook as they are read, by the names of the columns."""
    response = client.get(URL, {"table": table, "file": "xlsx", **query})
    header, *rows = load_workbook(BytesIO(response.getvalue())).worksheets[0].iter_rows()
    names = [str(cell.value) for cell in header]
    return [dict(zip(names, map(_said, row), strict=True)) for row in rows]


def _said(cell: Any) -> str:
    if isinstance(cell.value, datetime):
        return f"{cell.value:{'%d/%m/%Y %H:%M' if 'hh' in cell.number_format else '%d/%m/%Y'}}"
    return "" if cell.value is None else str(cell.value)


def test_an_export_of_people_wants_a_fresh_sign_in(client, moderator, signed_in):
    there = reverse("suggestions:idea_export") + "?table=idees&file=xlsx"
    assert signed_in(moderator).get(there).status_code == 200
    client.force_login(moderator)
    asked = client.get(there)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(asked, {"password": PASSWORD})["Location"] == there
    assert client.get(there).status_code == 200


# Ideas


def test_everything_that_was_asked(author, moderator, signed_in):
    place = DirectionFactory.create(name="Accueil")
    idea = idea_in(
        State.DONE,
        author=author,
        direction=place,
        title="Un guichet de moins",
        benefit="Du temps.",
        value="speed",
        followed_by=moderator,
    )
    decision = idea.decision
    type(decision).objects.filter(pk=decision.pk).update(votes_for=5, votes_against=1, votes_abstained=0)
    answers.correct_answer(
        idea, by=moderator, text="<p>Oui, dès <strong>mars</strong>.</p>", reason="Le mois", seen="0"
    )
    Feedback.objects.create(idea=idea, change="yes", text="Bien.", answered_on=timezone.localdate())
    for _ in range(3):
        Support.objects.create(idea=idea, agent=AgentFactory.create())
    Comment.objects.create(idea=idea, author=author, text="Merci.")
    (row,) = read(signed_in(moderator))
    expected = {
        "Numéro": idea.label,
        "Titre": "Un guichet de moins",
        "État": "Réalisée",
        "Auteur": "Nadia Benali",
        "Direction de l’auteur": "Espaces verts",
        "Niveau d’identité": "Avec mon nom",
        "Direction concernée": "Accueil",
        "Valeur servie": "Rapidité",
        "Ce qui gêne": "Trois feuilles pour un congé.",
        "Ce que cela changerait": "Du temps.",
        "Un mot du groupe avant le": f"{idea.due_on:%d/%m/%Y}",
        "Suivie par": "Rose Leroy",
        "En attente": "",
        "Décision": "Retenue",
        "Raisons": "Utile à tous.",
        "Pour": "5",
        "Contre": "1",
        "Abstentions": "0",
        "Réponse": "Oui, dès janvier.",
        "Ce que cela a changé, selon l’auteur": "Oui",
        "Ce que l’auteur en dit": "Bien.",
        "Soutiens": "3",
        "Commentaires": "1",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["Corrections de la réponse"].endswith("Le mois\u00a0: Oui, dès mars.")
    assert list(row) == exports.IDEAS


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        (Identity.NAMED, "Nadia Benali"),
        (Identity.HIDDEN, "Nadia Benali (nom caché aux lecteurs)"),
        (Identity.ANONYMOUS, "anonyme"),
    ],
)
def test_authors_as_their_level_allows(author, moderator, signed_in, identity, said):
    IdeaFactory.create(author=None if identity == Identity.ANONYMOUS else author, identity=identity)
    (row,) = read(signed_in(moderator))
    assert row["Auteur"] == said


def test_the_filters_of_the_list(moderator, signed_in):
    idea_in(State.DONE, title="faite")
    idea_in(State.DECLINED, title="refusée")
    client = signed_in(moderator)
    assert {row["Titre"] for row in read(client)} == {"faite", "refusée"}
    assert [row["Titre"] for row in read(client, state="done")] == ["faite"]
    assert "1 idée dans ce choix" in client.get(URL, {"state": "done"}).text


def test_merged_ideas_follow_their_head(moderator, signed_in):
    head = idea_in(State.DONE, title="gardée")
    part = idea_in(State.UNDER_STUDY, title="réunie", merged_into=head, head=head)
    supporter = AgentFactory.create()
    for idea in (head, part):
        Support.objects.create(idea=idea, agent=supporter)
    rows = {row["Titre"]: row for row in read(signed_in(moderator), state="done")}
    assert rows["réunie"]["Réunie à"] == f"{head.label}, gardée"
    assert (rows["gardée"]["Soutiens"], rows["réunie"]["Soutiens"]) == ("1", "1")


def test_an_unpublished_answer_stays_unpublished(moderator, signed_in):
    answered(idea_in(State.UNDER_STUDY))
    (row,) = read(signed_in(moderator))
    assert (row["Réponse"], row["Décision"]) == ("", "Retenue")
    assert row["En attente"] == "de la publication de la réponse"


def test_a_member_reads_nothing_more_of_their_own_idea(moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=moderator)
    evaluate(idea, member(), marks=(4, 4, 4))
    decided(idea, Verdict.DECLINED, reasons="Trop cher.")
    client = signed_in(moderator)
    (row,) = read(client)
    own = ("Décision", "Raisons", "Au regard de la grille", "Médiane (0 à 4)")
    assert {row[name] for name in own} == {exports.OWN}
    assert row["Évaluations"] == ""
    assert "Trop cher." not in str(row)
    assert read(client, "notes") == []


# Marks


def test_marks_come_after_one_s_own(moderator, other_moderator, head, signed_in):
    idea = idea_in(State.UNDER_STUDY)
    evaluate(idea, other_moderator, marks=(4, None, 1), veto="Rien n’est gardé.", comment="Belle idée.")
    client = signed_in(moderator)
    (row,) = read(client, "notes")
    assert row["Membre"] == exports.NOT_YET
    assert set(row.values()) == {idea.label, idea.title, exports.NOT_YET, ""}
    (row,) = read(client)
    assert row["Médiane (0 à 4)"] == row["Vetos"] == exports.NOT_YET
    assert row["Évaluations"] == "1"
    evaluate(idea, moderator, marks=(2, 2, 2))
    rows = {row["Membre"]: row for row in read(client, "notes")}
    theirs = rows[str(other_moderator)]
    assert set(rows) == {str(moderator), str(other_moderator)}
    marks = (theirs["Simplification"], theirs["Partage"], theirs["Rapidité"])
    assert marks == ("4", "ne peut pas juger", "1")
    assert "Veto\u00a0: Rien n’est gardé." in theirs.values()
    assert theirs["Ce qu’il en dit au groupe"] == "Belle idée."
    assert theirs["Compte"] == "oui"
    assert {row["Membre"] for row in read(signed_in(head), "notes")} == {exports.NOT_YET}


def test_a_member_who_left_it_to_others_waits_for_the_close(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY)
    idea.recusals.create(member=moderator)
    evaluate(idea, other_moderator)
    client = signed_in(moderator)
    assert read(client, "notes")[0]["Membre"] == exports.AFTER_CLOSE
    Idea.objects.filter(pk=idea.pk).update(evaluation_closed_at=timezone.now())
    assert read(client, "notes")[0]["Membre"] == str(other_moderator)


# Comments


def test_comments_with_what_was_hidden_and_why(author, colleague, moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY)
    first = Comment.objects.create(idea=idea, author=author, text="=1+1")
    Comment.objects.create(idea=idea, author=colleague, text="Moi aussi.", parent=first)
    actions.report(first, by=colleague, reason="Une formule\u00a0?")
    actions.hide_comment(first, by=moderator, reason="Hors sujet")
    one, other = read(signed_in(moderator), "commentaires")
    assert (one["Texte"], one["Caché par"], one["Pourquoi caché"]) == ("=1+1", "Rose Leroy", "Hors sujet")
    assert (one["Direction"], one["Signalements"]) == ("Espaces verts", "1")
    assert other["En réponse à"].startswith("Nadia Benali")


# Files


def test_a_workbook_says_the_same_and_has_its_limit(moderator, signed_in, monkeypatch):
    idea_in(State.DONE, title="@SOMME(A1)")
    client = signed_in(moderator)
    response = client.get(URL, {"file": "xlsx"})
    assert f"idees-{timezone.localdate():%Y-%m-%d}.xlsx" in response.headers["Content-Disposition"]
    header, row = load_workbook(BytesIO(response.getvalue())).worksheets[0].iter_rows()
    assert [cell.value for cell in header] == exports.IDEAS
    title = row[exports.IDEAS.index("Titre")]
    assert (title.value, title.data_type) == ("@SOMME(A1)", "s")
    assert isinstance(row[exports.IDEAS.index("Reçue le")].value, datetime)

    monkeypatch.setattr(exports, "MOST_IN_A_WORKBOOK", 0)
    assert "filtrez davantage" in client.get(URL, {"file": "xlsx"}).text


@pytest.mark.parametrize("table", [table for table, _ in TABLES])
def test_the_same_statements_whatever_the_number(moderator, other_moderator, signed_in, statements, table):
    def one() -> None:
        idea = idea_in(State.UNDER_STUDY, direction=DirectionFactory.create())
        evaluate(idea, moderator, other_moderator)
        decided(idea, Verdict.DECLINED)
        Comment.objects.create(idea=idea, author=AgentFactory.create(), text="Bien.")
        Support.objects.create(idea=idea, agent=AgentFactory.create())

    one()
    client = signed_in(moderator)
    read(client, table)
    few = statements(lambda: read(client, table))
    for _ in range(12):
        one()
    assert statements(lambda: read(client, table)) == few
    assert few <= 25
