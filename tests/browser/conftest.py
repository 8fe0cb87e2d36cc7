"""Real pages in Debian's Chromium, against a live server of this machine; nothing is downloaded."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import views
from django.http import HttpResponseBase
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from core.people.models import Agent
from tests.browser.tools import DESK, LONGEST_LOAD_MS, LONGEST_MS, Watch, my_space_link, press, write
from tests.factories import PASSWORD

# By address: « localhost » may resolve to IPv6 first, and each request would wait for a refusal.
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

# As long as the pages themselves are given: a loaded machine is no fault.
expect.set_options(timeout=LONGEST_MS)

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # The headless shell rounds the width of each letter; the whole Chromium, on the screens of today, does not.
    "--font-render-hinting=none",
    # A request that leaves all the same must fail, here as in a town without Internet.
    "--host-resolver-rules=MAP localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # The headless shell: the same engine, for a third less of processor.
    return {
        **browser_type_launch_args,
        "executable_path": "/usr/bin/chromium-headless-shell",
        "args": ARGUMENTS,
        "timeout": 60_000,
    }


@pytest.fixture
def whole_browser(launch_browser: Callable[..., Browser]) -> Iterator[Browser]:
    """All of Chromium: the headless shell has no viewer of PDFs."""
    browser = launch_browser(executable_path="/usr/bin/chromium")
    yield browser
    browser.close()


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_kept() -> Iterator[None]:
    """As in a town, where their names change with what they hold: a browser asks for each of them once."""

    def serve(*args: Any, **options: Any) -> HttpResponseBase:
        response: HttpResponseBase = views.serve(*args, **options)
        response.headers["Cache-Control"] = "max-age=31536000, immutable"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.serve", serve)
        yield


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """`open_page(width=1280, scheme="light")`: a page of a new browser context, watched until the test ends.

    `host` is another name of this machine. `page.watch` tells what the page saw; the test fails when anything was
    wrong, once all its contexts are closed.
    """
    opened: list[tuple[Any, Watch]] = []

    def open_one(width: int = DESK, scheme: str = "light", host: str = "127.0.0.1", **options: Any) -> Page:
        url = live_server.url.replace("127.0.0.1", host)
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]  # (one of its literals)
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(LONGEST_MS)
        context.set_default_navigation_timeout(LONGEST_LOAD_MS)
        watch = Watch(context, url)
        opened.append((context, watch))
        page = context.new_page()
        page.watch = watch
        return page

    yield open_one
    for context, _ in opened:
        context.close()
    faults = [fault for _, watch in opened for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def sign_in() -> Callable[[Page, Agent], None]:
    """`sign_in(page, agent)`: through the real form, by the keyboard alone."""

    def through_the_form(page: Page, agent: Agent) -> None:
        page.goto("/compte/connexion/")
        write(page, "Identifiant ou adresse de messagerie", agent.identifiant)
        write(page, "Mot de passe", PASSWORD)
        press(page, page.get_by_role("button", name="Se connecter"))
        my_space_link(page).wait_for()

    return through_the_form


@pytest.fixture
def carry_session(live_server: LiveServer) -> Callable[[Page, Agent], None]:
    """`carry_session(page, agent)`: signed in without the form, where the form is not what is tested."""
    from django.test import Client

    def carry(page: Page, agent: Agent) -> None:
        client = Client()
        client.force_login(agent)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return carry
