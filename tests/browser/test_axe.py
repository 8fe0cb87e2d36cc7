"""What axe judged once is not judged again in a run; what it found fault with is, by every worker."""

from django.urls import reverse

from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, JUDGED, PHONE, Judged, kinds_of, new_axe_findings

PICTURE_WITHOUT_WORDS = "document.querySelector('main').append(document.createElement('img'))"
PALE_WORDS = """
    const word = document.createElement('tt');
    [word.textContent, word.style.color, word.style.background] = ['pâle', '#eee', '#fff'];
    document.querySelector('main').append(word);
"""


def test_a_fault_is_found_until_it_is_mended(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(reverse("account_login"))
    assert not new_axe_findings(page)
    other_worker = Judged()
    other_worker.file = JUDGED.file
    assert not other_worker.new_among(kinds_of(page), DESK, False, False)
    page.evaluate(PICTURE_WITHOUT_WORDS)
    page.evaluate(PALE_WORDS)
    for _ in range(2):
        assert new_axe_findings(page).keys() == {"image-alt", "color-contrast"}
    assert len(other_worker.new_among(kinds_of(page), DESK, False, False)) == 2


def test_a_fault_in_dark_beside_one_of_the_whole_page(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto(reverse("account_login"))
    assert not new_axe_findings(page, in_dark=True)
    page.evaluate("document.querySelector('main').append(document.createElement('h6'))")
    page.evaluate("document.querySelector('h6').textContent = 'Trop bas'")
    page.evaluate("""
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('@media (prefers-color-scheme: dark) { h6 { color: #222; background: #000 } }');
        document.adoptedStyleSheets.push(sheet);
    """)
    for _ in range(2):
        found = new_axe_findings(page, in_dark=True)
        assert found.keys() == {"heading-order", "color-contrast, in dark"}


def test_a_fault_at_the_end_of_nested_transitions(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(reverse("account_login"))
    assert not new_axe_findings(page)
    page.evaluate("""
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`tt { color: #000; background: #fff } .pale { color: #eee }
            tt, i, u { transition: color 60s }`);
        document.adoptedStyleSheets.push(sheet);
        document.querySelector('main').insertAdjacentHTML('beforeend', '<tt><i><u>Pâle</u></i></tt>');
        getComputedStyle(document.querySelector('tt u')).color;
        document.querySelector('tt').classList.add('pale');
    """)
    assert new_axe_findings(page).keys() == {"color-contrast"}
