"""Articles: drafted from the data, finished by hand, frozen once published; who may do what."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.french import full_date
from core.history.entries import history_of
from core.people.models import Agent, Direction
from core.web import rich_text
from dematerialisation.models import Article, ReviewPicture
from dematerialisation.review import actions, drafts
from dematerialisation.review.drafts import Figures
from manuals.models import Archiving, Contract, DataRecovery, Software, WorkflowUpdates
from tests.dematerialisation.factories import ArticleFactory, ReviewIssueFactory, ReviewPictureFactory
from tests.factories import DirectionFactory
from tests.manuals.factories import SoftwareFactory
from tests.pages import forms_of
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
ARCHIVED = {"kept": "les actes", "retention": "10 ans", "final_action": "keep"}
PROBLEMS, TOOLS = Article.Kind.SOFTWARE_PROBLEMS, Article.Kind.COLLABORATION_TOOLS


def known(software: Software, by: Agent) -> None:
    """The three problems, filled in today; archiving tested."""
    on = timezone.localdate()
    given: dict[str, Any] = {"software": software, "filled_by": by, "filled_on": on}
    Archiving.objects.create(**ARCHIVED, tested_on=on, test_result="success", **given)
    WorkflowUpdates.objects.create(state="none", **given)
    contract = {"cost": "secret-12000", "clause": "secret-article-9"}
    DataRecovery.objects.create(format="CSV", completeness="whole", holder="la DSI", **contract, **given)


# Drafts


def test_the_draft_on_the_three_problems_counts_and_says(moderator):
    finances, today = DirectionFactory.create(name="Finances"), timezone.localdate()
    one, other = SoftwareFactory.create_batch(2, owner=finances)
    SoftwareFactory.create(state="retired")
    known(one, moderator)
    long_ago = today - timedelta(days=400)
    Archiving.objects.create(software=other, filled_by=moderator, filled_on=long_ago, **ARCHIVED)
    article, _ = actions.draft(PROBLEMS, by=moderator)
    figures = Figures.from_json(article.figures)
    assert [count for _, count in figures.counts] == [2, 1, 1, 1, 0]
    assert figures.bars.series == ["connu et testé", "connu", "à relire", "inconnu", "en danger"]
    rows = [[1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [0, 1, 0, 1, 0]]
    assert [numbers for _, numbers in figures.bars.rows] == rows
    assert figures.table.rows == [["Finances", 2, 1, 1, 1]]
    assert article.taken_on == today
    assert "la réponse est connue pour 1 progiciel sur 2" in " ".join(rich_text.text_of(article.body).split())
    assert "une réponse a plus d’un an et se relit" in article.body


def test_the_draft_on_shared_tools_names_them_and_who_uses_them():
    tool = SoftwareFactory.create(name="Agora", is_collaborative=True, shared_use="Suivre un projet.")
    SoftwareFactory.create(name="Paie")
    for users, said in (
        ([], "qui s’en sert ensemble reste à dire"),
        (["Finances"], "dont se sert une direction"),
        (["Finances", "Voirie"], "dont se servent 2"),
    ):
        for name in users[-1:]:
            tool.shared_by.add(DirectionFactory.create(name=name))
        fields = drafts.fields_of(TOOLS)
        assert fields["figures"]["table"]["rows"] == [["Agora", "Suivre un projet.", ", ".join(users)]]
        body = unescape(fields["body"])
        assert f"Au {full_date(timezone.localdate())}, la mairie en compte 1" in body
        assert said in body
    assert "Agora" in body
    assert "Paie" not in body


def test_its_table_is_by_direction():
    """A service counts with its direction; what stands above directions is one row."""
    roads = DirectionFactory.create(name="Voirie")
    SoftwareFactory.create(owner=roads)
    SoftwareFactory.create(owner=DirectionFactory.create(kind=Direction.Kind.SERVICE, parent=roads))
    SoftwareFactory.create(owner=DirectionFactory.create(name="Éducation"))
    SoftwareFactory.create(owner=DirectionFactory.create(kind=Direction.Kind.DGA))
    SoftwareFactory.create(owner=roads.parent)
    table = Figures.from_json(drafts.fields_of(PROBLEMS)["figures"]).table
    assert [row[:2] for row in table.rows] == [["Direction générale", 2], ["Éducation", 1], ["Voirie", 2]]


@pytest.mark.parametrize("kind", drafts.DRAFTS)
def test_a_draft_without_any_software(moderator, kind):
    article, _ = actions.draft(kind, by=moderator)
    assert article.body
    assert Figures.from_json(article.figures).counts[0][1] == 0


def test_an_article_on_any_subject_has_no_figures_and_a_title_of_its_own(moderator, signed_in):
    client = signed_in(moderator)
    client.post(reverse("article_draft", args=["libre"]))
    article = Article.objects.get()
    assert (article.figures, article.body) == ({}, "")
    assert "Les chiffres</h2>" not in client.get(article.get_absolute_url()).text
    with pytest.raises(ValidationError, match="pas de chiffres"):
        actions.take_figures_again(article, by=moderator)
    Article.objects.update(body="<p>Un texte libre.</p>")
    article.refresh_from_db()
    with pytest.raises(ValidationError, match="pas encore son titre"):
        actions.publish(article, by=moderator, seen=article.stamp)


def test_a_draft_holds_nothing_of_a_contract(moderator):
    software = SoftwareFactory.create(is_collaborative=True, shared_use="Suivre un projet.")
    known(software, moderator)
    contract = {"vendor": "secret-titulaire", "number": "secret-0042", "yearly_cost": "gt60"}
    row = Contract.objects.create(software=software, filled_by=moderator, **contract)
    for kind in drafts.DRAFTS:
        fields = str(drafts.fields_of(kind))
        for words in ("secret", row.yearly_cost, row.get_yearly_cost_display()):
            assert words not in fields


@pytest.mark.django_db(transaction=True)
def test_two_drafts_at_once(moderator, other_moderator, together):
    one, other = together(
        lambda: actions.draft(PROBLEMS, by=moderator), lambda: actions.draft(PROBLEMS, by=other_moderator)
    )
    assert one[0] == other[0]
    assert sorted([one[1], other[1]]) == [False, True]


def test_figures_taken_again_leave_the_text(moderator):
    article = ArticleFactory.create(taken_on=timezone.localdate() - timedelta(days=30))
    SoftwareFactory.create()
    actions.take_figures_again(article, by=moderator)
    before = article.body
    article.refresh_from_db()
    assert (article.body, article.taken_on) == (before, timezone.localdate())
    assert article.figures["counts"][0][1] == 1


# Published


def test_a_published_article_is_read_by_all_and_found_by_a_word(signed_in, moderator, outsider):
    article, client = ArticleFactory.create(), signed_in(outsider)

    def found() -> str:
        return client.get(reverse("search:results"), {"q": "gélinotte"}).text

    assert client.get(article.get_absolute_url()).status_code == 404
    assert article.title not in found()
    actions.publish(article, by=moderator, seen=article.stamp)
    page = client.get(article.get_absolute_url()).text
    assert "gélinotte" in page
    assert "Progiciels suivis" in page
    assert article.title in found()
    review = client.get(reverse("review")).text
    assert (article.title in review, "Écrire un article" in review) == (True, False)
    assert history_of(article)[0].action == "a publié l’article"


@pytest.mark.parametrize(
    "change", [{"title": "Autre"}, {"body": "<p>Autre</p>"}, {"published_at": None, "published_by": None}]
)
def test_the_database_keeps_a_published_article(change):
    article = ArticleFactory.create(published=True)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        article.delete()
    Article.objects.filter(pk=article.pk).update(issue=ReviewIssueFactory.create())


def test_the_database_keeps_the_pictures_of_a_published_article():
    article = ArticleFactory.create()
    picture = ReviewPictureFactory.create(article=article)
    of_a_tip = ReviewPictureFactory.create(tip=TipFactory.create())
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now(), published_by=article.drafted_by)
    for change in (
        lambda: ReviewPictureFactory.create(article=article),
        lambda: ReviewPicture.objects.filter(pk=picture.pk).update(alternative="Autre chose"),
        lambda: ReviewPicture.objects.filter(pk=of_a_tip.pk).update(tip=None, article=article),
        lambda: ReviewPicture.objects.filter(pk=picture.pk).update(tip=of_a_tip.tip, article=None),
        picture.delete,
    ):
        with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
            change()
    ReviewPicture.objects.filter(pk=of_a_tip.pk).update(alternative="Autre chose")
    of_a_tip.delete()


def test_a_text_without_a_word_is_not_published(moderator):
    article = ArticleFactory.create(body="<p> </p>")
    with pytest.raises(ValidationError, match="n’a pas de texte"):
        actions.publish(article, by=moderator, seen=article.stamp)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory.create(published=True, body="")


def test_an_article_is_published_once(moderator):
    article = ArticleFactory.create(published=True)
    with pytest.raises(ValidationError, match="ne changent plus"):
        actions.publish(article, by=moderator, seen=article.stamp)
    with pytest.raises(ValidationError, match="ne changent plus"):
        actions.take_figures_again(article, by=moderator)


@pytest.mark.parametrize("change", ["title", "body", "figures", "picture"])
def test_only_what_was_read_is_published(signed_in, moderator, change):
    article, client = ArticleFactory.create(), signed_in(moderator)
    url = reverse("article_publish", args=[article.reference])
    seen = {"seen": article.stamp}
    if change == "picture":
        ReviewPictureFactory.create(article=article)
    else:
        Article.objects.filter(pk=article.pk).update(
            **{change: article.figures | {"counts": []} if change == "figures" else "<p>D’un collègue</p>"}
        )
    for older in (seen, {}):
        refused = client.post(url, older, follow=True)
        assert "Cet article a changé depuis l’ouverture de cette page" in refused.text
        assert not Article.objects.published().exists()
    [form] = [form for form in forms_of(refused.text) if form.action == url]
    client.post(url, form.values)
    assert Article.objects.published().exists()


# In the admin


def test_a_published_article_is_corrected_then_withdrawn(signed_in, moderator, outsider):
    """With its day, the former text in the history of the group; what is withdrawn is read and found no more."""
    article = ArticleFactory.create(published=True, issue=ReviewIssueFactory.create(), title="Le bilan")
    client, reader, admin = signed_in(moderator), signed_in(outsider), "admin:dematerialisation_article"
    change = reverse(f"{admin}_change", args=[article.pk])
    stamp = client.get(change).context.get("shown_stamp", "")
    sent = {"title": "Le bilan", "body": "<p>Et le mot perdrix.</p>", "issue": article.issue_id}
    assert client.post(change, sent | {"shown_stamp": stamp}).status_code == 302
    page = reader.get(article.get_absolute_url()).text
    assert "perdrix" in page
    assert "gélinotte" not in page
    assert "corrigé" in page
    assert "gélinotte" in client.get(reverse(f"{admin}_history", args=[article.pk])).text

    def is_found(word: str) -> bool:
        return "Le bilan" in reader.get(reverse("search:results"), {"q": word}).text

    assert (is_found("gélinotte"), is_found("perdrix")) == (False, True)
    withdraw = reverse(f"{admin}_action", args=[article.pk, "retirer"])
    assert reader.post(withdraw).status_code in (302, 403, 404)
    change = client.get(reverse(f"{admin}_change", args=[article.pk])).text
    assert ('href="../geste/retirer/"' in change, 'action="../geste/retirer/"' in change) == (True, False)
    asked = client.get(withdraw)
    assert (asked.status_code, "Pour toujours" in asked.text) == (200, True)
    assert "perdrix" in reader.get(article.get_absolute_url()).text
    assert client.post(withdraw).status_code == 302
    for url in (article.get_absolute_url(), reverse("review")):
        page = reader.get(url)
        assert page.status_code == 200
        assert "retiré" in page.text
        assert "bilan" not in page.text
        assert "perdrix" not in page.text
    assert not is_found("perdrix")
    for name in ("article_pdf", "article_docx"):
        assert reader.get(reverse(name, args=[article.reference])).status_code == 404
    assert "perdrix" in client.get(article.get_absolute_url()).text
    assert "Le bilan" not in client.get(article.issue.get_absolute_url()).text
    with pytest.raises(ValidationError, match="déjà retiré"):
        actions.withdraw(article, by=moderator)


def test_the_pictures_of_a_withdrawn_article_are_the_groups(signed_in, moderator, outsider):
    article = ArticleFactory.create()
    picture = ReviewPictureFactory.create(article=article)
    actions.publish(article, by=moderator, seen=article.stamp)
    article.refresh_from_db()
    assert ReviewPicture.objects.visible_to(outsider).filter(pk=picture.pk).exists()
    actions.withdraw(article, by=moderator)
    assert not ReviewPicture.objects.visible_to(outsider).exists()
    with pytest.raises(PermissionDenied):
        actions.withdraw(article, by=outsider)


def test_a_draft_with_a_picture_is_not_deleted_with_its_file_left_behind(signed_in, moderator):
    picture, client = ReviewPictureFactory.create(article=ArticleFactory.create()), signed_in(moderator)
    delete = reverse("admin:dematerialisation_article_delete", args=[picture.article_id])
    client.post(delete, {"post": "yes"})
    assert Article.objects.count() == 1
    client.post(reverse("review_picture_remove", args=[picture.reference]))
    client.post(delete, {"post": "yes"})
    assert not Article.objects.exists()


def test_an_issue_closes_before_its_month(signed_in, moderator):
    issue = ReviewIssueFactory.create(month=date(2027, 3, 1))
    page = signed_in(moderator).post(
        reverse("admin:dematerialisation_reviewissue_change", args=[issue.pk]), {"closing_on": "2027-03-02"}
    )
    assert "Le bouclage précède le premier jour du mois" in page.text
    assert signed_in(moderator).get(reverse("admin:dematerialisation_reviewissue_add")).status_code == 403


def test_words_sent_after_the_publication_are_shown_to_be_copied(signed_in, moderator, other_moderator):
    article, client = ArticleFactory.create(title="Trois questions"), signed_in(moderator)
    change = reverse("admin:dematerialisation_article_change", args=[article.pk])
    stamp = client.get(change).context["shown_stamp"]
    actions.publish(article, by=other_moderator, seen=article.stamp)
    body = "<p>Ma belle phrase.</p><p>Et sa suite &amp; fin.</p>"
    sent = {"title": "Mon titre", "body": body, "issue": "", "shown_stamp": stamp}
    # Written for a draft, it does not become what everybody reads.
    assert "toujours dans le formulaire" in client.post(change, sent).text
    actions.withdraw(article, by=other_moderator)
    page = client.post(change, sent).text
    assert "tout n’y est plus modifiable" in page
    assert "toujours dans le formulaire" not in page
    for words in ("Mon titre", "Ma belle phrase.<br><br>Et sa suite &amp; fin."):
        assert words in page
    article.refresh_from_db()
    assert "gélinotte" in article.body


def test_an_older_draft_is_said_to_be_one(signed_in, moderator):
    ArticleFactory.create(drafted_at=datetime(2025, 3, 3, 10, tzinfo=UTC))
    page = signed_in(moderator).post(reverse("article_draft", args=["progiciels"]), follow=True).text
    assert "Le brouillon du 3\u00a0mars 2025 est là" in page
    assert "avec les chiffres du jour" not in page
