"""The pages of an author and of HR: what they send, what comes back, how many statements."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.approvals.actions import decide, hand_over
from core.approvals.models import Approval, CircuitStep, Decision
from core.approvals.notifications import notify_escalated
from core.approvals.tasks import remind_all
from core.documents.actions import store_bytes
from core.documents.models import Document
from core.notifications.models import Notification
from core.operations.personal_data import all_of
from core.people.models import Agent
from core.people.roles import Role
from memos import actions, treatment
from memos.models import Memo, MemoFile, MemoKind, ModelText, State
from tests.approvals.conftest import absent
from tests.factories import AgentFactory
from tests.manuals.factories import PDF
from tests.memos.factories import (
    MemoKindFactory,
    circuit_of,
    current,
    hr_agent,
    memo_in,
    refuse,
    say,
    written,
)
from tests.pages import as_shown, forms_of

WORDS = {"subject": "Un jour de plus", "text": "Pour finir la reprise."}


def page_of(kind: MemoKind) -> str:
    return reverse("memos:memo_write", args=[kind.reference])


def test_a_note_is_written_kept_and_sent(author, kind, signed_in):
    client = signed_in(author)
    assert page_of(kind) in client.get(reverse("memos:memo_kinds")).text
    client.post(page_of(kind), WORDS | {"geste": "brouillon"})
    memo = Memo.objects.get()
    assert memo.state == State.DRAFT
    change = reverse("memos:memo_change", args=[memo.reference])
    assert client.post(change, WORDS | as_shown(client, change) | {"text": "Autre"}).status_code == 302
    client.post(reverse("memos:memo_send", args=[memo.reference]))
    memo.refresh_from_db()
    assert (memo.state, memo.text) == (State.IN_CIRCUIT, "Autre")
    page = client.get(memo.get_absolute_url()).text
    assert "Chez Marthe Chef" in page


def test_several_people_are_one_note_each_even_sent_twice(author, kind, signed_in):
    people = AgentFactory.create_batch(2)
    names = f"{people[0].identifiant}\n\n {people[1]}\n{people[0]}"
    sent = WORDS | {"people": names, "submission_key": str(uuid.uuid4())}
    for _ in range(2):
        assert signed_in(author).post(page_of(kind), sent).status_code == 302
    assert {memo.person for memo in Memo.objects.filter(state=State.IN_CIRCUIT)} == {*people}
    assert Memo.objects.count() == Approval.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"subject": " ", "text": "x"}, "Donnez un objet"),
        ({"people": "Personne Inconnue"}, "Aucun compte ouvert ne répond"),
        ({"people": "\n".join(["x"] * 21)}, "Pas plus de 20 personnes"),
        ({"ends_on": "2027-01-02"}, "Dites aussi le premier jour"),
        ({"starts_on": "2027-01-03", "ends_on": "2027-01-02"}, "Le dernier jour vient après"),
        ({"text": "x" * 8001}, "raccourcissez-le"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(author, kind, signed_in, sent, said):
    response = signed_in(author).post(page_of(kind), WORDS | sent)
    assert said in response.text
    assert "Erreur" in response.text
    assert (WORDS | sent)["text"] in response.text
    assert not Memo.objects.exists()


def test_who_will_read_it_is_said_before_it_is_sent(author, manager, deputy_director, outsider, signed_in):
    """The page names the people of each step, their deputies and those of a role; another where it is about one."""
    circuit = circuit_of("manager", "people")
    circuit.steps.get(position=2).agents.set([outsider])
    role = CircuitStep.objects.create(
        circuit=circuit, position=3, name="RH", kind="role", role=Role.HUMAN_RESOURCES
    )
    kind, hr = MemoKindFactory.create(circuit=circuit), hr_agent(first_name="Hugo", last_name="Paye")
    absent(outsider, deputy := AgentFactory.create(first_name="Sonia", last_name="Supplée"))
    client = signed_in(author)
    memo = written(author, kind=kind)
    for url in (page_of(kind), memo.get_absolute_url(), f"{memo.get_absolute_url()}modifier/"):
        page = client.get(url).text
        assert "Qui la lira" in page, url
        for name in (manager, outsider, deputy, role.name, hr):
            assert str(name) in page, url
    actions.change(memo, by=author, person=manager)
    page = client.get(memo.get_absolute_url()).text
    assert f"Étape manager\u00a0: {deputy_director}" in page
    actions.send(memo, by=author)
    assert "Qui la lira" not in client.get(memo.get_absolute_url()).text


def test_without_a_direction_nothing_is_written(kind, signed_in):
    lost = AgentFactory.create(direction=None)
    assert "n’a pas de direction" in signed_in(lost).get(reverse("memos:memo_kinds")).text
    for response in (signed_in(lost).get(page_of(kind)), signed_in(lost).post(page_of(kind), WORDS)):
        assert response.status_code == 403


def test_the_only_hr_agent_reads_first_that_nobody_would_receive_their_note(author, kind, signed_in):
    only = hr_agent(direction=author.direction)
    draft = reverse("memos:memo_change", args=[written(only, kind=kind).reference])
    said = "Personne d’autre aux ressources humaines ne peut lire cette note"
    pages = (reverse("memos:memo_kinds"), page_of(kind), draft)
    assert [said in signed_in(only).get(page).text for page in pages] == [True] * 3
    assert said not in signed_in(author).get(page_of(kind)).text
    hr_agent()
    assert [said in signed_in(only).get(page).text for page in pages] == [False] * 3


def test_a_refused_note_is_corrected_under_the_reason_of_its_refusal(author, kind, signed_in):
    memo, client = memo_in(State.IN_CIRCUIT, author=author, kind=kind), signed_in(author)
    refuse(memo, "Il manque le jour & l’heure.")
    change = reverse("memos:memo_change", args=[memo.reference])
    # Also above what was typed and refused again.
    for page in (client.get(change), client.post(change, as_shown(client, change) | {"subject": " "})):
        assert "<strong>Marthe Chef</strong> a refusé le" in page.text
        assert "Il manque le jour &amp; l’heure." in page.text


def test_saisi_pour_is_offered_to_managers(author, manager, gardener, kind, signed_in):
    assert "Saisie pour" not in signed_in(author).get(page_of(kind)).text
    assert "Saisie pour" in signed_in(manager).get(page_of(kind)).text
    signed_in(manager).post(page_of(kind), WORDS | {"written_for": str(gardener)})
    assert Memo.objects.get().written_for == gardener


def test_a_question_is_answered_on_its_page(author, hr, signed_in):
    memo = memo_in(State.TAKEN, author=author, hr=hr)
    client, path = signed_in(author), reverse("memos:memo_reply", args=[memo.reference])
    assert "Aucune question" in client.get(path, follow=True).text
    treatment.ask(memo, by=hr, text="Depuis quand ?")
    assert "question des RH" in client.get("/").text
    assert "attendent votre réponse" in client.get(reverse("memos:memo_list")).text
    assert "Depuis quand ?" in client.get(path).text
    file = SimpleUploadedFile("attestation.txt", b"Depuis mars")
    assert client.post(path, {"text": "Depuis mars.", "files": file}).status_code == 302
    # Between the author and HR: who gave a visa reads neither the question nor what came with its reply.
    [row] = memo.files.all()
    name = reverse("memos:memo_file", args=[memo.reference, row.document.reference])
    for agent, status in ((author, 200), (hr, 200), (memo.direction.head, 404)):
        assert signed_in(agent).get(name).status_code == status
        assert ("attestation.txt" in signed_in(agent).get(memo.get_absolute_url()).text) is (status == 200)
    assert "attendent votre réponse" not in client.get(reverse("memos:memo_list")).text
    late = client.post(path, {"text": "Encore."})
    assert "entre-temps" in late.text
    assert "Encore." in late.text


def test_hr_answers_from_a_model_text_with_a_file(author, hr, signed_in):
    memo, client = memo_in(State.TAKEN, author=author, hr=hr), signed_in(hr)
    text = ModelText.objects.create(kind=memo.kind, title="Accord", text="C’est d’accord.")
    path = reverse("admin:memos_memo_action", args=[memo.pk, "repondre"])
    taking = {"model_text": text.pk, "geste": "reprendre"}
    for typed, is_then in (("", text.text), ("Bonjour.", f"Bonjour.\n\n{text.text}")):
        shown = client.post(path, taking | {"text": typed})
        (form,) = [form for form in forms_of(shown.text) if "text" in form.values]
        assert form.values["text"].lstrip() == is_then
        assert "Erreur" not in shown.text
    assert "Choisissez d’abord" in client.post(path, taking | {"model_text": ""}).text
    memo.refresh_from_db()
    assert (memo.state, memo.answer) == (State.TAKEN, "")
    file = SimpleUploadedFile("reponse.txt", b"Le calendrier")
    assert "Choisissez un avis" in client.post(path, {"text": "Oui.", "files": file}).text
    kept = as_shown(client, path) | {"text": "Oui.", "opinion": "favourable"}
    file.seek(0)
    assert client.post(path, kept | {"files": file}).status_code == 302
    page = signed_in(author).get(memo.get_absolute_url()).text
    assert "Avis favorable" in page
    assert "reponse.txt" in page


def test_the_next_note_is_one_click_away(author, hr, kind, signed_in):
    first, other, last = (memo_in(State.TAKEN, author=author, hr=hr, kind=kind) for _ in range(3))
    treatment.hand_over(other, by=hr, to=hr_agent())
    client = signed_in(hr)

    def done(memo: Memo, name: str, **typed: str) -> str:
        path = reverse("admin:memos_memo_action", args=[memo.pk, name])
        return client.post(f"{path}?{kept}", typed, follow=True).text

    kept = "_changelist_filters=file%3Da-moi"
    link = f'<a href="{reverse("admin:memos_memo_change", args=[last.pk])}?{kept}">Note suivante\u00a0: {last}</a>'
    assert link in done(first, "repondre", text="Oui.", opinion="favourable")
    assert link in done(first, "classer")
    assert "Note suivante" not in done(last, "repondre", text="Oui.", opinion="favourable")


def test_what_waits_is_on_the_home_page(author, hr, signed_in):
    memo_in(State.RECEIVED, author=author)
    assert "1 note aux RH à prendre" in signed_in(hr).get("/").text
    assert "note aux RH" not in signed_in(author).get("/").text.replace("notes aux RH", "")
    memo_in(State.RETURNED, author=author)
    assert "1 note aux RH à corriger" in signed_in(author).get("/").text


def test_a_field_that_is_no_longer_asked_is_not_dropped_in_silence(author, kind, outsider, signed_in):
    MemoKind.objects.filter(pk=kind.pk).update(asks_person=False)
    for name in ("people", "written_for"):
        response = signed_in(author).post(page_of(kind), WORDS | {name: outsider.identifiant})
        assert "un champ rempli n’y est plus" in response.text
        assert WORDS["text"] in response.text
    assert not Memo.objects.exists()


def test_a_wrong_file_is_taken_off_a_draft(author, kind, signed_in):
    memo = memo_in(State.DRAFT, author=author, kind=kind)
    for name in ("bon.pdf", "faux.pdf"):
        document = store_bytes(PDF + name.encode(), name=name, by=author, read_text=False)
        MemoFile.objects.create(memo=memo, document=document)
    wrong = Document.objects.get(name="faux.pdf")
    sent = {"subject": memo.subject, "text": memo.text, "removed": [wrong.reference]}
    signed_in(author).post(reverse("memos:memo_change", args=[memo.reference]), sent)
    assert [file.document.name for file in memo.files.all()] == ["bon.pdf"]
    assert not Document.objects.filter(pk=wrong.pk).exists()


def test_nobody_reads_what_its_author_has_not_sent(author, kind, manager, signed_in):
    """Whoever refused it keeps the words that they refused, on the page of the visas."""
    memo = refuse(memo_in(State.IN_CIRCUIT, author=author, kind=kind), "Trop court.")
    actions.change(memo, by=author, text="Mes mots en cours.")
    assert signed_in(manager).get(memo.get_absolute_url()).status_code == 404
    visas = signed_in(manager).get(Approval.objects.get().get_absolute_url())
    assert (visas.status_code, "Mes mots en cours." in visas.text) == (200, False)


def test_a_kind_retired_meanwhile_loses_no_word(author, kind, signed_in):
    MemoKind.objects.filter(pk=kind.pk).update(is_retired=True)
    assert signed_in(author).get(page_of(kind)).status_code == 404
    text = signed_in(author).post(page_of(kind), WORDS).text
    assert "n’est plus proposée" in text
    assert WORDS["text"] in text
    assert not Memo.objects.exists()


def test_a_step_whose_holder_the_note_is_about_says_who_chooses_another(
    author, manager, deputy_director, hr, signed_in
):
    chosen = "les ressources humaines choisiront quelqu’un d’autre"
    memo = memo_in(State.RETURNED, author=author)
    client, visas = signed_in(author), Approval.objects.get().get_absolute_url()
    for person, said in ((deputy_director, f"Ensuite\u00a0: {chosen}"), (manager, f"\u00a0: {chosen}")):
        actions.change(memo, by=author, person=person)
        memo = actions.send(Memo.objects.get(pk=memo.pk), by=author)
        for each, path in ((client, memo.get_absolute_url()), (signed_in(hr), visas)):
            page = each.get(path).text
            assert said in page
            assert f"Chez {person}" not in page
            assert f"Ensuite\u00a0: {person}" not in page
        if person == deputy_director:
            memo = refuse(memo)


def test_hr_are_told_once_of_a_note_that_nobody_can_approve(author, manager, hr, outsider, signed_in):
    told = Notification.objects.filter(kind="memos.stuck")
    barred = hr_agent()
    memo = memo_in(State.RETURNED, author=author, people=[barred])
    assert not told.exists()
    actions.change(memo, by=author, person=manager)
    memo = actions.send(Memo.objects.get(pk=memo.pk), by=author)
    monday = date(2026, 11, 2)
    for _ in range(2):
        remind_all(on=monday)
    notice = told.get()
    assert (notice.recipient, notice.url) == (hr, reverse("admin:memos_memo_change", args=[memo.pk]))
    assert memo.subject not in notice.title + notice.text
    treatment.entrust(memo, by=hr, to=outsider, reason="Il connaît ce service.")
    assert not told.unread().exists()
    Agent.objects.filter(pk=outsider.pk).update(is_active=False)
    for _ in range(2):
        remind_all(on=monday)
    assert told.unread().get().recipient == hr


def test_who_will_read_it_stands_on_the_correction(author, manager, deputy_director, outsider, signed_in):
    memo = memo_in(State.IN_CIRCUIT, author=author)
    step, _ = current(memo)
    hand_over(step, by=manager, to=outsider, reason="Il connaît ce service.")
    memo = refuse(memo)
    page = signed_in(author).get(memo.get_absolute_url()).text
    assert f"</strong> a confié ce visa à {outsider}" in page
    assert "Il connaît ce service." in page
    client, path = signed_in(author), reverse("memos:memo_change", args=[memo.reference])
    readers = client.get(path).text.partition("Qui la lira")[2].partition("</ol>")[0]
    assert str(outsider) in readers
    assert str(deputy_director) in readers
    assert str(manager) not in readers
    actions.change(memo, by=author, person=deputy_director)
    assert "les ressources humaines choisiront quelqu’un" in client.get(path).text


def ticked(memo: Memo, **other: str) -> str:
    """What the list sends of a note."""
    step, shown = current(memo)
    return f"{step.approval.reference}.{step.position}.{other.get('shown', shown)}"


def test_notes_of_one_kind_are_given_a_visa_at_once(author, manager, outsider, kind, signed_in):
    url, client = reverse("approvals:approval_list"), signed_in(manager)
    first, second = (memo_in(State.IN_CIRCUIT, author=author, kind=kind, people=[outsider]) for _ in range(2))
    page = client.get(url).text
    assert ticked(first) in page
    assert f"pour {outsider}" in page
    sent = {"steps": [ticked(first), ticked(second)], "submission_key": str(uuid.uuid4())}
    assert "Vos 2 visas sont donnés." in client.post(url, sent, follow=True).text
    assert Decision.objects.filter(by=manager, verdict="approved").count() == 2
    assert "Ces visas étaient déjà donnés." in client.post(url, sent, follow=True).text
    assert Decision.objects.count() == 2


def test_what_is_refused_among_several_notes_is_named(author, manager, kind, signed_in):
    url, client = reverse("approvals:approval_list"), signed_in(manager)
    first, changed, withdrawn = (
        memo_in(State.IN_CIRCUIT, author=author, kind=kind, subject=f"Note {rank}") for rank in range(3)
    )
    steps = [ticked(first), ticked(changed, shown="0" * 64), ticked(withdrawn)]
    actions.withdraw(withdrawn, by=author)
    page = client.post(url, {"steps": steps}, follow=True).text
    assert "Votre visa est donné." in page
    assert "« Note 1 »".replace(" ", "\u00a0") in page.replace(" ", "\u00a0")
    assert "1 texte coché" in page
    assert [each.step.approval.title for each in Decision.objects.all()] == ["Note 0"]


def test_notes_of_two_natures_are_not_given_a_visa_together(author, manager, outsider, kind, signed_in):
    """Of two kinds; of one, that is since for information."""
    first, other = (
        memo_in(State.IN_CIRCUIT, author=author, kind=each) for each in (kind, MemoKindFactory.create())
    )
    MemoKind.objects.filter(pk=kind.pk).update(is_information=True)
    read = memo_in(State.IN_CIRCUIT, author=author, kind=MemoKind.objects.get(pk=kind.pk))
    url = reverse("approvals:approval_list")
    for memos in ((first, other), (first, read)):
        steps = {"steps": [ticked(memo) for memo in memos]}
        assert "même nature" in signed_in(manager).post(url, steps).text
        for sent in ({"steps": ["x"]}, {}, steps):
            assert signed_in(outsider).post(url, sent).status_code in (200, 302)
    assert not Decision.objects.exists()


def test_an_information_is_acknowledged(author, manager, deputy_director, signed_in):
    memo = memo_in(State.IN_CIRCUIT, author=author, kind=MemoKindFactory.create(is_information=True))
    client, url = signed_in(manager), Approval.objects.get().get_absolute_url()
    page = client.get(url).text
    assert "<span>Pris note</span>" in page
    assert 'value="opposed"' not in page
    step, shown = current(memo)
    sent = {"step": step.position, "shown": shown, "remark": "Non."}
    assert "ne se transmet pas" in client.post(url, sent | {"verdict": "opposed"}).text
    assert "C’est noté" in client.post(url, sent | {"verdict": "approved"}, follow=True).text
    assert f"Pris note par {manager}" in client.get(url).text


def test_mails_about_an_information_say_no_visa(author, manager, deputy_director):
    memo = memo_in(State.IN_CIRCUIT, author=author, kind=MemoKindFactory.create(is_information=True))
    notify_escalated(current(memo)[0], [deputy_director], holders=[manager])
    say(memo, manager, "refused", "Pas ici.")
    told = Notification.objects.filter(kind__in=["approvals.escalated", "approvals.returned"])
    said = {each.kind: f"{each.title} {each.text}" for each in told}
    assert "Une lecture se fait attendre" in said["approvals.escalated"]
    assert "Renvoyé, à corriger" in said["approvals.returned"]
    assert not [words for words in said.values() if re.search("visas?\\b|visé", words)]


def test_informations_are_acknowledged_together_and_with_no_visa(author, manager, signed_in):
    url, client = reverse("approvals:approval_list"), signed_in(manager)
    kind = MemoKindFactory.create(is_information=True)
    read = [memo_in(State.IN_CIRCUIT, author=author, kind=kind) for _ in range(2)]
    assert "Prendre note de ceux que j’ai cochés" in client.get(url).text
    assert "Donner mon visa" not in client.get(read[0].get_absolute_url()).text
    sent = {"steps": [ticked(memo) for memo in read], "submission_key": str(uuid.uuid4())}
    assert "les 2 informations" in client.post(url, sent, follow=True).text


def test_a_deputy_reads_for_whom_they_sign(author, manager, outsider, kind, signed_in):
    step, shown = current(memo_in(State.IN_CIRCUIT, author=author, kind=kind))
    absent(manager, outsider)
    client, said = signed_in(outsider), f"à la place de {manager}"
    pages = reverse("approvals:approval_list"), step.approval.get_absolute_url()
    assert [said in client.get(page).text for page in pages] == [True, True]
    decide(step, by=outsider, verdict="approved", remark="Vu.", shown=shown)
    assert [client.get(page).text.count(said) for page in pages] == [1, 2]
    assert said not in signed_in(manager).get(pages[0]).text


def test_my_data_give_my_visas_and_no_word_of_others(author, manager, kind):
    memo = memo_in(State.IN_CIRCUIT, author=author, kind=kind)
    say(memo, manager, remark="Vu.")
    [line] = all_of(manager)["Mes visas"]
    assert (line["avis"], line["remarque"], line["étape"]) == ("visa", "Vu.", "Étape manager")
    assert memo.subject not in str(line)
    assert all_of(author)["Mes visas"] == []


def test_the_filters_of_hr_s_list_come_back_after_an_action(author, hr, signed_in):
    memo, client = memo_in(State.RECEIVED, author=author), signed_in(hr)
    url, kept = reverse("admin:memos_memo_changelist"), "_changelist_filters=file%3Da-prendre"
    page = reverse("admin:memos_memo_change", args=[memo.pk])
    assert f"../geste/prendre/?{kept}" in client.get(f"{page}?{kept}").text
    answer = client.post(f"{reverse('admin:memos_memo_action', args=[memo.pk, 'prendre'])}?{kept}")
    assert answer["Location"] == f"{page}?{kept}"
    asking = reverse("admin:memos_memo_action", args=[memo.pk, "repondre"])
    assert f'href="{url}?file=a-prendre"' in client.get(f"{asking}?{kept}").text
