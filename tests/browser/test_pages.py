"""Every page that each account reads, at a desk's width and at a phone's, in light and in dark.

A page is loaded once: dark changes its colours and nothing else (tests/test_consistency.py holds that), so that only
axe's rules on colours are asked again. Axe judges a page when it shows something that no page before it showed, at
that width; the journeys ask the same of each step.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.states import State
from tests.addresses import action_paths, real_path, routes
from tests.answers import answers_to
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    ADMIN_FINDINGS,
    DESK,
    PHONE,
    assert_no_overflow,
    new_axe_findings,
)
from tests.town import shared_folder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

# Where each account goes beyond what everyone reads.
EVERYONE = "agent"
DESKS = {
    "groupe": ("suggestions", "tips", "dematerialisation", "manuals", "people_absence", "approvals"),
    "salles": ("rooms",),
    "annuaire": ("people", "directory"),
    "progiciels": (),
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
NOT_PAGES |= {"search:suggestions", "manuals:software_export", "manuals:manual_file"}
NOT_PAGES |= {
    f"manuals:{name}" for name in ("overview_csv", "overview_xlsx", "follow_up_export", "import_report")
}
NOT_PAGES |= {"article_pdf", "article_text", "review_issue_zip", "review_picture"}
NOT_PAGES |= {"review_tip_pdf", "review_tip_text"}
NOT_PAGES |= {"printerless_poster", "printerless_screen", "printerless_screen_content"}
NOT_PAGES |= {"survey_pdf", "survey_csv", "survey_xlsx"}
NOT_PAGES |= {"assessment_pdf", "assessment_csv", "assessment_xlsx"}
NOT_PAGES |= {f"suggestions:{name}" for name in ("feed", "idea_file", "idea_dossier", "meeting_minutes_pdf")}
NOT_PAGES |= {
    f"memos:{name}"
    for name in ("memo_export", "memo_file", "memo_pdf", "elimination_list", "elimination_pdf")
}
NOT_PAGES |= {"legalwatch:feed", "legalwatch:entry_file"}
NOT_PAGES |= {f"spaces:{name}" for name in ("feed", "file_zip", "folder_zip", "file_version")}
NOT_PAGES |= {"spaces:lead_take"}
NOT_PAGES |= {"mailroom:item_document", "mailroom:statistics_file"}
NOT_PAGES |= {f"mailroom:{name}" for name in ("elimination_list", "elimination_pdf")}
NOT_PAGES |= {
    "directory:agent_vcard",
    "directory:grid_export",
    "directory:import_report",
    "directory:chart_picture",
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
    "progiciels": ("manuals:",),
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
    if account == EVERYONE:
        # One idea in each state that everyone reads.
        for state in State.public():
            if idea := Idea.objects.filter(state=state).first():
                yield reverse("suggestions:idea_detail", args=[idea.reference])
    yield from action_paths(Agent.objects.get(identifiant=account)) if account != EVERYONE else ()


def faults_of(page: Page, path: str, width: int) -> dict[str, Any]:
    size: ViewportSize = {"width": width, "height": 800}
    if page.viewport_size != size:
        page.set_viewport_size(size)
    is_admin = path.startswith("/administration/")
    # The width changes no colour: dark is asked for once.
    found: dict[str, Any] = new_axe_findings(page, ADMIN_FINDINGS if is_admin else (), in_dark=width == PHONE)
    if not is_admin and width == PHONE:
        try:
            assert_no_overflow(page)
        except AssertionError as error:
            found["overflow"] = str(error)
    return found


def are_no_pages(account: str, folder: Path) -> set[str]:
    """What a browser need not open: no page of this account's, or a refusal in words that another page says."""
    answers = {EVERYONE: answers_to(EVERYONE, folder), account: answers_to(account, folder)}
    by_method = {answer.path for answer in answers[EVERYONE] if answer.status == 405}
    return by_method | {
        answer.path
        for answer in answers[account]
        if answer.status in (404, 405) or (answer.status == 403 and not answer.text)
    }


@pytest.mark.usefixtures("committed_town")
@pytest.mark.parametrize("account", [EVERYONE, *DESKS])
def test_every_page_is_accessible_and_quiet(
    open_page: OpenPage,
    carry_session: Callable[[Page, Agent], None],
    tmp_path_factory: pytest.TempPathFactory,
    account: str,
) -> None:
    # Asked once a run without a browser, in the same town.
    left_out = are_no_pages(account, shared_folder(tmp_path_factory))
    page = open_page()
    carry_session(page, Agent.objects.get(identifiant=account))
    page.watch.expect_status(403, 404, 405, 500)  # type: ignore[attr-defined]  # (set by open_page)
    faults: dict[tuple[str, int], dict[str, Any]] = {}
    widths = [DESK, PHONE]
    for path in dict.fromkeys(pages_for(account)):
        if path in left_out:
            continue
        response = page.goto(path)
        assert response
        if response.status >= 500:
            faults[path, DESK] = {"status": response.status}
            continue
        for width in widths:
            if found := faults_of(page, path, width):
                faults[path, width] = found
        # The next page comes at the width that this one has.
        widths.reverse()
    assert not faults, "\n".join(f"{where}: {what}" for where, what in faults.items())


def test_the_doors_are_accessible_to_strangers(open_page: OpenPage) -> None:
    page = open_page()
    names = ["account_login", "sign_in_code", "account_reset_password", "account_reset_password_done"]
    names += ["account_inactive", "help", "accessibility", "legal_notice"]
    paths = [reverse(name) for name in names]
    paths.append(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "abc-def"}))
    faults = {}
    for path in paths:
        page.goto(path)
        for width in (DESK, PHONE):
            if found := faults_of(page, path, width):
                faults[path, width] = found
    assert not faults, "\n".join(f"{where}: {what}" for where, what in faults.items())
