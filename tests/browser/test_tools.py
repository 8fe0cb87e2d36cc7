"""A fault is found: by axe in the page and in its colours, by the keyboard where it leads nowhere."""

import pytest
from django.urls import reverse

from tests.browser.tools import assert_no_overflow, axe_findings


def test_axe_finds_what_is_wrong(open_page):
    page = open_page()
    page.goto(reverse("account_login"))
    assert not axe_findings(page)
    page.evaluate("""
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`tt { color: #000; background: #fff } .pale { color: #eee }
            tt, i, u { transition: color 60s }`);
        document.adoptedStyleSheets.push(sheet);
        document.querySelector('main').insertAdjacentHTML('beforeend', '<tt><i><u>Pâle</u></i></tt><img>');
        getComputedStyle(document.querySelector('tt u')).color;
        document.querySelector('tt').classList.add('pale');
    """)
    assert axe_findings(page).keys() == {"image-alt", "color-contrast"}
    page.evaluate("document.querySelector('tt').style.cssText = 'display: block; width: 3000px'")
    with pytest.raises(AssertionError, match="overflows"):
        assert_no_overflow(page)
