"""Tab is pressed without looking where it cannot lead to what is sought; what it cannot reach is found all the same."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.tools import tab_to

# Between the first link and the last button: what may look like a stop and is none, or is several, or one of several.
PAGE = """
    <a href="#a">Un</a> <a>Sans adresse</a> <button disabled>Éteint</button> <input type="hidden">
    <fieldset disabled><input></fieldset>
    <fieldset><input type="radio" name="r"><input type="radio" name="r"></fieldset>
    <input type="date"> <details><summary>Plié</summary><a href="#b">Dedans</a></details> <a href="#c">Deux</a>
    <p style="visibility: hidden"><a href="#d">Caché</a></p> <p hidden><button>Absent</button></p>
    <p inert><button>Inerte</button></p> <button tabindex="-1">Passé</button> <select><option>1</select>
    <textarea></textarea> <input type="checkbox"> <div tabindex="0">Boîte</div> <button id="last">Fin</button>
"""


def opened(open_page: OpenPage) -> Page:
    page = open_page()
    page.set_content(PAGE)
    return page


def test_no_more_often_than_needed(open_page: OpenPage) -> None:
    page, needed = opened(open_page), 0
    while page.evaluate("document.activeElement.id") != "last":
        page.keyboard.press("Tab")
        needed += 1
    page = opened(open_page)
    tab_to(page, page.locator("#last"), limit=needed)
    tab_to(page, page.get_by_role("link", name="Un", exact=True), key="Shift+Tab", limit=needed - 1)
    tab_to(page, page.locator("#last"), limit=needed - 1)


@pytest.mark.parametrize("name", ["Passé", "Inerte", "Éteint"])
def test_what_tab_cannot_reach(open_page: OpenPage, name: str) -> None:
    page = opened(open_page)
    with pytest.raises(AssertionError, match="cannot be reached"):
        tab_to(page, page.locator("button", has_text=name), limit=30)


def test_a_focus_that_does_not_show(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.add_style_tag(content="#last { outline: none }")
    with pytest.raises(AssertionError, match="no visible focus"):
        tab_to(page, page.locator("#last"))
