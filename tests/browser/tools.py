"""What browser tests look at: the console, the requests, the focus, the width, axe."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request

PHONE, DESK = 360, 1280
# On a machine that others load too: a page may take long, and a test fails only once it does not come at all.
LONGEST_MS = 20_000
LONGEST_LOAD_MS = 30_000
# A browser never goes to the network for these.
INLINE = ("data:", "blob:", "about:")

# What the stock admin's own templates do, by axe's rule; nothing of ours may lean on this.
ADMIN_FINDINGS: Mapping[str, str] = {
    "aria-prohibited-attr": "the help icons of the two-list widget carry a label that readers ignore",
}


# Colours in transition would be measured half-way. Not waited for: where an element is folded away, the headless shell
# draws nothing, and its transition never ends. An animation without an end cannot be finished, and throws. What takes
# its colour from its parent starts to change once the parent's change has ended.
FINISH_ANIMATIONS = """for (let depth = 0; depth < 9; depth += 1) {
    document.getAnimations().forEach(animation => { try { animation.finish(); } catch { } });
}"""
# Axe's rules whose answer depends on the colours.
ON_COLOURS = ("color-contrast", "link-in-text-block")


class Watch:
    """Everything that one browser context said or asked for; `faults` must stay empty."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.faults: list[str] = []
        self._origin = urlsplit(origin).netloc
        self._expected: set[int] = set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("request", self._request)
        # A report-only or swallowed violation leaves no other trace.
        context.expose_function("reportCspViolation", self._violation)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event => reportCspViolation("
            "event.violatedDirective + ' ' + event.blockedURI + ' ' + (event.sample || '')))"
        )

    def expect_status(self, *statuses: int) -> None:
        """Chromium writes an error in the console for each page that answers so."""
        self._expected.update(statuses)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if any(
            f"the server responded with a status of {status} " in message.text for status in self._expected
        ):
            return
        self.faults.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(INLINE) and urlsplit(request.url).netloc != self._origin:
            self.faults.append(f"outside request: {request.url}")

    def _violation(self, what: str) -> None:
        self.faults.append(f"CSP: {what}")


# Resolves to nothing where the script is not there yet.
RUN_AXE = f"""async options => {{
    if (typeof axe === 'undefined') return null;
    {FINISH_ANIMATIONS}
    return (await axe.run(document, options)).violations;
}}"""


def axe_findings(page: Page, only: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return axe's violations, by rule: the elements. `only` names the rules to ask; by default, all.

    The debugger evaluates it, which the CSP leaves alone.
    """
    page.wait_for_load_state("load")
    # Preloading would fetch the style sheets again and inject them, which is axe's doing and not the page's.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    found: list[dict[str, Any]] | None = page.evaluate(RUN_AXE, options)
    if found is None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN_AXE, options)
    assert found is not None
    return {
        violation["id"]: [f"{node['target']} {node['html'][:160]}" for node in violation["nodes"]]
        for violation in found
    }


def assert_accessible(page: Page, ignore: Iterable[str] = ()) -> None:
    found = {rule: nodes for rule, nodes in axe_findings(page).items() if rule not in {*ignore}}
    assert not found, f"axe on {page.url}: {found}"


# Resolves to what sticks out at the end, as soon as nothing does or once the page has had the time to settle: after a
# link, the first words show before the style sheets and the typefaces have all been applied.
STICKS_OUT = """async longest => {
    const limit = document.documentElement.clientWidth;
    const isWide = () => document.scrollingElement.scrollWidth > limit;
    const end = performance.now() + longest;
    while (isWide() && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 50));
    if (!isWide()) return [];
    const out = [...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > limit + 1)
        .map(element => element.outerHTML.slice(0, 120));
    return [document.scrollingElement.scrollWidth, ...out.slice(0, 5)];
}"""
SETTLING_MS = 5_000


def assert_no_overflow(page: Page) -> None:
    """Nothing sticks out on a phone: the page scrolls one way only."""
    page.wait_for_load_state("load")
    wide = page.evaluate(STICKS_OUT, SETTLING_MS)
    assert not wide, f"{page.url} overflows {page.viewport_size}: {wide}"


def assert_usable(page: Page) -> None:
    assert_accessible(page)
    assert_no_overflow(page)


# Links that say the same where they stand and lead elsewhere (RGAA 6.1). Where: the item, the paragraph, the cell and
# the headings of its row and column, the heading above.
AMBIGUOUS_LINKS = """() => {
    const said = element => element?.textContent.replace(/\\s+/g, ' ').trim() ?? '';
    const found = new Map();
    let heading = '';
    for (const each of document.querySelectorAll('h1, h2, h3, h4, h5, h6, a[href]')) {
        if (!each.matches('a')) { heading = said(each); continue; }
        const cell = each.closest('td');
        const places = [each.closest('li'), each.closest('p, dd'), cell, cell?.closest('tr').querySelector('th'),
            cell?.closest('table').tHead?.rows[0].cells[cell.cellIndex]];
        const key = [each.ariaLabel ?? said(each), ...places.map(said), heading].join(' | ');
        found.set(key, (found.get(key) ?? new Set()).add(each.href.split('#')[0]));
    }
    return [...found].filter(([, targets]) => targets.size > 1).map(([key, targets]) => [key, ...targets]);
}"""


def focused(page: Page) -> str:
    """The focused element, short enough for a message."""
    return page.evaluate("document.activeElement ? document.activeElement.outerHTML.slice(0, 160) : ''")


# Whether the ring of the focus, its outline or a shadow that spreads, stands out by 3:1 from what lies behind it (RGAA
# 10.7). The search box gives its form the ring. A canvas knows every way to write a colour, and lays one over another.
FOCUS_SHOWS = """() => {
    const focused = document.activeElement;
    const box = focused.getBoundingClientRect();
    const ringed = getComputedStyle(focused).outlineColor === 'rgba(0, 0, 0, 0)' ? focused.closest('form') : focused;
    const style = getComputedStyle(ringed);
    const behind = [];
    for (let each = ringed.parentElement; each; each = each.parentElement) {
        behind.unshift(getComputedStyle(each).backgroundColor);
    }
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const light = over => {
        for (canvas.fillStyle of ['#fff', ...behind, ...over]) canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => value / 255)
            .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b + .05;
    };
    const rings = [...style.boxShadow.matchAll(/(\\w+\\([^)]*\\))(?: [\\d.-]+px){3} ([\\d.]+)px/g)]
        .filter(([, , spread]) => parseFloat(spread) >= 1).map(([, colour]) => colour);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) rings.push(style.outlineColor);
    const ground = light([]);
    const contrasts = rings.map(ring => light([ring])).map(ring => Math.max(ring, ground) / Math.min(ring, ground));
    return contrasts.some(contrast => contrast >= 3) && box.width > 0 && box.height > 0;
}"""


def assert_focus_shows(page: Page) -> None:
    assert page.evaluate(FOCUS_SHOWS), f"no visible focus on {focused(page)} at {page.url}"


IS_THERE = "element => element.isConnected ? element === document.activeElement : null"


def tab_to(page: Page, target: Locator, *, key: str = "Tab", limit: int = 120) -> None:
    """Press Tab until `target` has the focus, as a person without a mouse does; it must be seen there."""
    # To find it by its role and name, the browser reads the whole page: only when the page has replaced it.
    stop = target.first.element_handle()
    for _ in range(limit + 1):
        is_there = stop.evaluate(IS_THERE)
        if is_there is None:
            stop = target.first.element_handle()
            is_there = stop.evaluate(IS_THERE)
        if is_there:
            assert_focus_shows(page)
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} cannot be reached by {key} at {page.url}; stopped on {focused(page)}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach a link or a button by Tab and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def write(page: Page, label: str | Locator, text: str) -> None:
    """Reach a field by Tab and replace what it holds."""
    field = page.get_by_label(label, exact=True) if isinstance(label, str) else label
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


MY_SPACE = re.compile(r"^Mon espace\s*:")


def my_space_link(page: Page) -> Locator:
    """In the head of every page of someone signed in."""
    return page.get_by_role("link", name=MY_SPACE)


def sign_out(page: Page) -> None:
    """By the keyboard, from the head of every page."""
    press(page, page.get_by_role("button", name="Se déconnecter"))
