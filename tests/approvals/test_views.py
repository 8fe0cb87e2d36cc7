"""The pages of visas: who opens them, what a refused form keeps, and their statements."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from core.approvals import actions, registry
from core.approvals.models import Approval, Circuit, Decision
from core.approvals.registry import ApprovedFile
from core.approvals.validation import StepPlan
from core.documents.actions import store_bytes
from core.people.models import Agent, Direction
from manuals.models import Need
from tests.approvals.conftest import absent, digest, rename, say
from tests.factories import AgentFactory
from tests.manuals.factories import PDF, NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def approval(
    need: Need,
    circuit: Circuit,
    writer: Agent,
    parks: Direction,
    room_manager: Agent,
    files: list[ApprovedFile],
) -> Approval:
    document = store_bytes(PDF, name="texte.pdf", by=writer, read_text=False)
    files.append(ApprovedFile("Le texte", document))
    return actions.start(need, by=writer, circuit=circuit, direction=parks)


def doors(approval: Approval) -> dict[str, str]:
    reference = approval.reference
    return {
        "page": reverse("approvals:approval_detail", args=[reference]),
        "file": reverse("approvals:approval_file", args=[reference, 1, 1]),
        "hand_over": reverse("approvals:step_hand_over", args=[reference]),
    }


def data(approval: Approval, **more: Any) -> dict[str, Any]:
    return {"shown": digest(approval), "step": 1, "remark": "", "verdict": "approved", **more}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        # page, file, the page that hands over, a POST of nothing, a POST of a visa
        ("manager", (200, 200, 200, 200, 302)),
        ("writer", (200, 200, 403, 403, 403)),
        # Their step is to come.
        ("deputy_director", (404, 404, 404, 404, 404)),
        ("room_manager", (404, 404, 404, 404, 404)),
        ("outsider", (404, 404, 404, 404, 404)),
        ("moderator", (404, 404, 404, 404, 404)),
        ("administrator", (404, 404, 404, 404, 404)),
    ],
)
def test_who_opens_what(who, expected, approval, manager, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    urls = doors(approval)
    seen = [client.get(url).status_code for url in urls.values()]
    seen += [client.post(urls["page"], each).status_code for each in ({}, data(approval))]
    assert tuple(seen) == expected
    assert Decision.objects.count() == (302 in expected)


def test_a_visa_with_a_remark(approval, manager, signed_in):
    client = signed_in(manager)
    assert "louer une salle" in client.get(reverse("approvals:approval_list")).text
    client.post(doors(approval)["page"], data(approval, remark="Relire le montant."))
    assert Decision.objects.get().remark == "Relire le montant."
    page = client.get(doors(approval)["page"]).text
    assert "Relire le montant." in page
    assert 'id="decision"' not in page


def test_a_refusal_without_a_reason_takes_the_focus_to_the_remark(approval, manager, signed_in):
    refused = signed_in(manager).post(doors(approval)["page"], data(approval, verdict="refused"))
    assert refused.context["form"].fields["remark"].widget.attrs["autofocus"]
    assert refused.text.count("autofocus") == 1


def test_a_text_changed_between_opening_and_deciding(approval, need, manager, signed_in):
    shown = data(approval, remark="Très bien, mais.")
    Need.objects.filter(pk=need.pk).update(name="vendre la salle")
    client = signed_in(manager)
    text = client.post(doors(approval)["page"], shown).text
    assert "Le texte a changé depuis l’ouverture" in text
    assert "Le texte a changé depuis l’ouverture" in client.post(doors(approval)["page"], shown).text
    assert approval.contents.count() == 2
    assert "<del>louer une</del> salle" in text
    assert "<ins>vendre la</ins> salle" in text
    assert "fichier a été remplacé" not in text
    assert "Très bien, mais." in text
    assert not Decision.objects.exists()
    # What the page shows now can be decided.
    assert client.post(doors(approval)["page"], data(approval)).status_code == 302


def test_the_files_of_an_earlier_version_are_for_those_who_read_it(
    approval, need, files, manager, deputy_director, writer, signed_in
):
    """A file attached by mistake and taken back is not read by those who were asked afterwards."""
    first = doors(approval)["file"]
    files[:] = [ApprovedFile("Le bon texte", store_bytes(PDF, name="bon.pdf", by=writer, read_text=False))]
    shown, client = digest(approval), signed_in(manager)
    rename(need, "louer deux salles")
    sent = data(approval)
    changed = client.post(doors(approval)["page"], sent).text
    assert client.get(first).status_code == 404
    assert f"{first}?shown={shown}" in changed
    assert client.get(f"{first}?shown={shown}").status_code == 200
    say(approval, manager, Decision.Verdict.REFUSED, "Encore.")
    rename(need, "louer trois salles")
    actions.resend(approval, by=writer)
    say(approval, manager)
    second, third = (reverse("approvals:approval_file", args=[approval.reference, n, 1]) for n in (2, 3))
    statuses = [
        [signed_in(agent).get(url).status_code for url in (first, second, third)]
        for agent in (manager, deputy_director, writer)
    ]
    assert statuses == [[404, 200, 200], [404, 404, 200], [200, 200, 200]]


def test_private_remarks_are_for_those_of_the_kind(
    need, writer, pair, signed_in, kind, monkeypatch, council_secretary
):
    object.__setattr__(kind, "has_private_remarks", True)
    object.__setattr__(kind, "can_read", lambda agent, need: agent == council_secretary)
    approval = actions.start(need, by=writer, steps=[StepPlan("Rapporteurs", pair, needs_all=True)])
    say(approval, pair[0], remark="Entre nous.")
    people = (*pair, writer, council_secretary)
    pages = [signed_in(agent).get(approval.get_absolute_url()).text for agent in people]
    assert ["Entre nous." in page for page in pages] == [True, False, False, True]


def test_handing_over_keeps_the_words_when_it_went_on_meanwhile(approval, manager, outsider, signed_in):
    client, url = signed_in(manager), doors(approval)["hand_over"]
    typed = {"to": outsider.identifiant, "reason": "C’est son dossier."}
    assert "Dites pourquoi en quelques mots" in client.post(url, typed | {"reason": ""}).text
    assert 'name="step" value="1"' in client.get(url).text
    refused = client.post(url, typed | {"step": "2"}).text
    assert actions.NOT_ASKED in refused
    assert typed["reason"] in refused
    client.post(url, typed | {"step": "1"})
    assert typed["reason"] in signed_in(outsider).get(doors(approval)["page"]).text
    assert typed["reason"] in client.post(url, typed | {"step": "1"}).text


def test_a_deputy_reads_what_waits_and_what_they_decided(approval, manager, outsider, signed_in):
    client, other, page = signed_in(outsider), AgentFactory.create(), doors(approval)["page"]
    assert client.get(page).status_code == 404
    absence = absent(manager, outsider)
    assert client.get(page).status_code == 200
    say(approval, outsider)
    absence.delete()
    assert client.get(page).status_code == 200
    # Nothing of what was decided before.
    absent(manager, other)
    assert signed_in(other).get(page).status_code == 404


def test_the_next_text_is_one_click_away_after_a_visa(
    approval, manager, writer, parks, circuit, kind, monkeypatch, signed_in
):
    described = replace(kind, described=lambda need: f"Conseil de {need.name}")
    monkeypatch.setitem(registry.KINDS, kind.code, described)
    other = actions.start(
        NeedFactory.create(name="<b>planter</b>"), by=writer, circuit=circuit, direction=parks
    )
    client = signed_in(manager)
    assert "Conseil de louer une salle" in client.get(reverse("approvals:approval_list")).text
    page = client.post(approval.get_absolute_url(), data(approval, verdict="approved"), follow=True).text
    assert f'<a href="{other.get_absolute_url()}">Texte suivant\u00a0: &lt;b&gt;planter' in page
    page = client.post(other.get_absolute_url(), data(other, verdict="approved"), follow=True).text
    assert "Votre visa est donné." in page
    assert "Texte suivant" not in page
