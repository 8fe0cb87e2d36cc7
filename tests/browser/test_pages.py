"""Every template in a page of the town: axe, the console, requests; its width on a phone, its colours in dark.

The pages opened are a set cover of the templates of all the pages that an account reads. Dark changes colours and
nothing else (tests/test_consistency.py holds that), so that axe is asked about colours only.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.states import State
from tests.addresses import action_paths, real_path, routes
from tests.answers import EVERYONE, answers_to
from tests.browser.tools import (
    ADMIN_FINDINGS,
    AMBIGUOUS_LINKS,
    DESK,
    ON_COLOURS,
    PHONE,
    assert_no_overflow,
    axe_findings,
)
from tests.factories import AgentFactory
from tests.town import shared_folder

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = 320
# Where each account goes beyond what everyone reads.
DESKS = {
    "groupe": ("suggestions", "tips", "dematerialisation", "manuals", "people_absence", "approvals"),
    "salles": ("rooms",),
    "annuaire": ("people", "directory"),
    "conseil": ("deliberations",),
    "drh": ("memos",),
    "veille": ("legalwatch",),
    "courrier": ("mailroom",),
}
DESKS["admin"] = ("mail", "index", "documents")
# No page of their own, or one that is printed, downloaded or asked for by a script.
NOT_PAGES = {
    "suggestions:statistics_file",
    "rooms:statistics_file",
    "admin:jsi18n",
    "admin:autocomplete",
    "admin:login",
    "admin:logout",
    "account_login",
    "health",
    "my_data_file",
    "mfa_authenticate",
}
NOT_PAGES |= {f"rooms:{name}" for name in ("door_sheet", "door_sheets", "caretaker_pdf", "screen_content")}
NOT_PAGES |= {"rooms:room_photo"}
NOT_PAGES |= {"mail:incoming_original"}
NOT_PAGES |= {"search:people", "search:suggestions", "manuals:software_export", "manuals:manual_file"}
NOT_PAGES |= {f"manuals:{name}" for name in ("overview_export", "follow_up_export", "import_report")}
NOT_PAGES |= {"article_pdf", "article_docx", "review_issue_zip", "review_picture", "manuals:manual_picture"}
NOT_PAGES |= {"review_tip_pdf", "review_tip_docx"}
NOT_PAGES |= {"printerless_poster", "printerless_screen", "printerless_screen_content"}
NOT_PAGES |= {"survey_pdf", "survey_export"}
NOT_PAGES |= {"assessment_pdf", "assessment_export"}
NOT_PAGES |= {f"suggestions:{name}" for name in ("feed", "idea_file", "idea_dossier", "meeting_minutes_pdf")}
NOT_PAGES |= {
    f"memos:{name}"
    for name in ("memo_export", "memo_file", "memo_pdf", "elimination_list", "elimination_pdf")
}
NOT_PAGES |= {"legalwatch:feed", "legalwatch:entry_file"}
NOT_PAGES |= {
    f"spaces:{name}" for name in ("feed", "feed_of_project", "file_zip", "folder_zip", "file_version")
}
NOT_PAGES |= {"spaces:lead_take"}
NOT_PAGES |= {"mailroom:item_document", "mailroom:statistics_file"}
NOT_PAGES |= {f"mailroom:{name}" for name in ("elimination_list", "elimination_pdf")}
NOT_PAGES |= {
    "directory:agent_vcard",
    "directory:grid_export",
    "directory:import_report",
}
NOT_PAGES |= {
    f"deliberations:{name}"
    for name in (
        "feed",
        "year_export",
        "session_export",
        "session_zip",
        "text",
        "annex",
        "import_report",
        "import_file",
    )
}
# Whose desk stands on the site itself; of the ideas, what only the group reads.
ON_THE_SITE: dict[str, tuple[str, ...]] = {
    "conseil": ("deliberations:",),
    "drh": ("memos:",),
    "veille": tuple(f"legalwatch:entry_{name}" for name in ("write", "change", "withdraw", "detail")),
    "courrier": ("mailroom:",),
    "annuaire": ("directory:",),
    "salles": (
        "rooms:statistics",
        "rooms:screen_",
        "rooms:room_photo_",
        "rooms:no_shows",
        "rooms:manage",
        "rooms:request",
        "rooms:series_",
        "rooms:clos",
        "rooms:services",
        "rooms:import_",
    ),
    "groupe": tuple(
        f"suggestions:{name}" for name in ("meeting", "to_evaluate", "idea_export", "reports", "comment_hide")
    ),
}


def pages_for(account: str) -> Iterator[str]:
    for route in routes():
        if route.name in NOT_PAGES or (path := real_path(route)) is None:
            continue
        if route.is_admin:
            if route.name.removeprefix("admin:").startswith(DESKS.get(account, ())):
                yield path
        elif account == EVERYONE or route.name.startswith((*ON_THE_SITE.get(account, ()), "mail:")):
            yield path
    yield from action_paths(Agent.objects.get(identifiant=account)) if account != EVERYONE else ()


def shown_to(account: str, folder: Path) -> dict[str, frozenset[str]]:
    """Return the templates of each of these pages."""
    paths = set(pages_for(account))
    answers = answers_to(account, folder)
    return {answer.path: answer.templates for answer in answers if answer.is_page and answer.path in paths}


def set_cover(account: str, folder: Path) -> list[str]:
    """Return pages that hold together each template of the account's: of the others, what everyone does not read."""
    pages = shown_to(account, folder)
    missing = {template for templates in pages.values() for template in templates}
    if account != EVERYONE:
        missing -= {template for templates in shown_to(EVERYONE, folder).values() for template in templates}
    cover = []
    while missing:
        path = max(pages, key=lambda path: len(pages[path] & missing))
        cover.append(path)
        missing -= pages[path]
    return cover


def states_of_ideas() -> list[str]:
    """One idea in each state that everyone reads: they share their template and differ by their colours."""
    ideas = [Idea.objects.filter(state=state).first() for state in State.public()]
    return [reverse("suggestions:idea_detail", args=[idea.reference]) for idea in ideas if idea]


def faults_of(page: Page) -> dict[str, Any]:
    """Axe and the links at a desk's width, colours in dark on a phone; what sticks out at 400 % (RGAA 10.11)."""
    is_admin = "/administration/" in page.url
    page.set_viewport_size({"width": DESK, "height": 800})
    found: dict[str, Any] = axe_findings(page)
    if not is_admin and (links := page.evaluate(AMBIGUOUS_LINKS)):
        found["links"] = links
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.emulate_media(color_scheme="dark")
    found |= {f"{rule}, in dark": nodes for rule, nodes in axe_findings(page, ON_COLOURS).items()}
    page.emulate_media(color_scheme="light")
    if is_admin:
        found = {rule: nodes for rule, nodes in found.items() if rule not in ADMIN_FINDINGS}
    page.set_viewport_size({"width": NARROW, "height": 800})
    try:
        assert_no_overflow(page)
    except AssertionError as error:
        found["overflow"] = str(error)
    return found


@pytest.mark.usefixtures("committed_town")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("account", [EVERYONE, *DESKS])
def test_every_template_is_accessible_and_quiet(open_page, carry_session, tmp_path_factory, account):
    # Asked once a run without a browser, in the same town.
    paths = set_cover(account, shared_folder(tmp_path_factory))
    assert paths
    if account == EVERYONE:
        paths = list(dict.fromkeys([*paths, *states_of_ideas()]))
    page = open_page()
    carry_session(page, Agent.objects.get(identifiant=account))
    faults: dict[str, dict[str, Any]] = {}
    for path in paths:
        response = page.goto(path)
        assert response
        found = {"status": response.status} if response.status != 200 else faults_of(page)
        if found:
            faults[path] = found
    assert not faults, "\n".join(f"{where}: {what}" for where, what in faults.items())


def test_the_doors_are_accessible_to_strangers(open_page):
    page = open_page()
    names = ["account_login", "sign_in_code", "account_reset_password", "account_reset_password_done"]
    names += ["account_inactive", "help", "accessibility", "legal_notice"]
    paths = [reverse(name) for name in names]
    paths.append(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "abc-def"}))
    faults = {}
    for path in paths:
        page.goto(path)
        if found := faults_of(page):
            faults[path] = found
    assert not faults, "\n".join(f"{where}: {what}" for where, what in faults.items())


def test_what_goes_wrong_is_accessible(open_page, carry_session):
    page, agent = open_page(), AgentFactory.create()
    page.watch.expect_status(400, 403, 404)
    form = reverse("suggestions:idea_enter")

    def is_said(heading: str) -> None:
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        assert not faults_of(page)

    def send(words: str = "") -> None:
        page.evaluate("words => document.querySelector('main textarea').value = words", words)
        page.get_by_role("button", name="Envoyer son idée").click()

    carry_session(page, agent)
    page.goto("/rien-de-tel/")
    is_said("Saperlipopette, rien ici !")
    page.goto(form)
    send("x" * 3_000_000)
    is_said("Votre envoi est trop gros")
    # A form refused with a fault beside its field, and one that was open for too long.
    page.goto(form)
    send()
    expect(page).to_have_title(re.compile("^Erreur"))
    assert not faults_of(page)
    page.evaluate(
        "document.querySelector('main input[name=csrfmiddlewaretoken]').value = 'b'.repeat(32) + 'c'.repeat(32)"
    )
    send()
    is_said("Cette page était ouverte depuis trop longtemps")
    # Once the session has ended, the words are carried, or shown to be copied.
    for words, heading in (("Un mot", "Reconnectez-vous"), ("mot " * 60_000, "Copiez votre texte")):
        carry_session(page, agent)
        page.goto(form)
        Session.objects.all().delete()
        send(words)
        is_said(heading)
