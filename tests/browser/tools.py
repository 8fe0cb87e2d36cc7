"""What browser tests look at: the console, the requests, the focus, the width, axe."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from fcntl import LOCK_EX, LOCK_SH, flock
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

PHONE, DESK = 360, 1280
# On a machine that others load too: a page may take long, and a test fails only once it does not come at all.
LONGEST_MS = 20_000
LONGEST_LOAD_MS = 30_000
# A browser never goes to the network for these.
INLINE = ("data:", "blob:", "about:")

# What the stock admin's own templates do, by axe's rule; nothing of ours may lean on this.
ADMIN_FINDINGS: Mapping[str, str] = {
    "aria-prohibited-attr": "the help icons of the two-list widget carry a label that readers ignore",
    "empty-table-header": "a tabular inline heads its column of row names with nothing",
    "label-title-only": "the lists' search field is named by its icon and its help text only",
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
RUN_AXE = f"""async ([kinds, options]) => {{
    if (typeof axe === 'undefined') return null;
    {FINISH_ANIMATIONS}
    const include = kinds.map(kind => elementsByKind.get(kind)).filter(element => element?.isConnected);
    const {{ violations }} = await axe.run(include.length ? {{ include }} : document, options);
    return {{ violations }};
}}"""


def axe_findings(
    page: Page, only: Iterable[str] = (), kinds: Iterable[str] = (), without: Iterable[str] = ()
) -> dict[str, list[str]]:
    """Axe's violations: rule → the elements.

    By default, all rules judge all the page: `only` and `without` name rules, `kinds` the elements to judge.

    The debugger evaluates it, which the CSP leaves alone.
    """
    page.wait_for_load_state("load")
    # Preloading would fetch the style sheets again and inject them, which is axe's doing and not the page's.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    options["rules"] = {rule: {"enabled": False} for rule in without}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    asked = [list(kinds), options]
    found: dict[str, Any] | None = page.evaluate(RUN_AXE, asked)
    if found is None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN_AXE, asked)
    assert found
    return {
        violation["id"]: [f"{node['target']} {node['html'][:160]}" for node in violation["nodes"]]
        for violation in found["violations"]
    }


# What axe's rules depend on: an element with its parent, what names it, its colours and its letters; then, said of the
# page, the steps between its headings and its landmarks. Elements that share all of it get the same judgement.
KINDS = (
    f"async () => {{ {FINISH_ANIMATIONS}"
    """
    const kinds = window.elementsByKind = new Map(), ids = new Set(), landmarks = new Set();
    const valued = /^(role|type|scope|lang|tabindex|aria-(hidden|current|expanded|live|modal|sort|selected|checked))$/;
    const refers = /^(for|aria-(describedby|labelledby|controls|owns|details|errormessage|activedescendant))$/;
    const isHere = ids => ids.trim().split(/\\s+/).every(id => document.getElementById(id));
    const told = (name, value) => {
        if (valued.test(name)) return `${name}=${value}`;
        if (refers.test(name)) return `${name} ${isHere(value)}`;
        return name === 'href' && /^#./.test(value) ? `href ${isHere(value.slice(1))}` : name;
    };
    const named = element => [element.localName, ...[...element.classList].sort()].join('.');
    let heading = 'start';
    const walk = (element, above, behind, name = named(element)) => {
        if (!element.checkVisibility()) return;
        const style = getComputedStyle(element), own = style.backgroundColor;
        const background = own === 'rgba(0, 0, 0, 0)' ? behind : own;
        const attributes = element.getAttributeNames().filter(name => name !== 'class' && name !== 'id').sort()
            .map(name => told(name, element.getAttribute(name)));
        const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        const kind = [
            above, name, attributes, hasText, !!element.textContent.trim(), element.labels?.length,
            style.color, background, style.fontSize, style.fontWeight, style.textDecorationLine,
        ].join(' ');
        if (!kinds.has(kind)) kinds.set(kind, element);
        if (/^h[1-6]$/.test(element.localName)) {
            kinds.set(`page: ${heading} ${element.localName}`);
            heading = element.localName;
        }
        if (/^(nav|main|header|footer|aside|section|search)$/.test(element.localName) || element.role) {
            const label = element.ariaLabel || element.getAttribute('aria-labelledby');
            const landmark = `${element.localName} ${element.role} ${label}`;
            kinds.set(`page: ${above} ${name} ${!!label} ${landmarks.has(landmark)}`);
            landmarks.add(landmark);
        }
        if (element.id && ids.has(element.id)) kinds.set(`page: twice ${element.id}`);
        ids.add(element.id);
        for (const child of element.children) walk(child, name, background);
    };
    const { documentElement: root, title, body } = document;
    kinds.set(`page: ${root.getAttributeNames()} ${root.lang} ${!!title}`);
    walk(body, '', getComputedStyle(root).backgroundColor);
    // As one text, which is much sooner told than a list.
    return [...kinds.keys()].join('\\0');
}"""
)
OF_THE_PAGE = "page: "


def kinds_of(page: Page) -> frozenset[str]:
    """The kinds of elements that show on the page, and of the page itself, as axe tells them apart."""
    page.wait_for_load_state("load")
    return frozenset(page.evaluate(KINDS).split("\0"))


class Judged:
    """The kinds of elements that axe found nothing to say about in this run: its workers share them by a file.

    By width, by whether some rules are left aside, and by whether dark was asked for too.
    """

    def __init__(self) -> None:
        # Set by a fixture.
        self.file = Path()
        self._known: dict[tuple[int, bool, bool], set[str]] = defaultdict(set)
        self._end = 0

    def new_among(self, kinds: Set[str], width: int, is_lenient: bool, in_dark: bool) -> Set[str]:
        self._read()
        return kinds - self._known[width, is_lenient, in_dark] - self._known[width, is_lenient, True]

    def _read(self) -> None:
        """What was added since the last look."""
        with self.file.open("a+b") as shared:
            flock(shared, LOCK_SH)
            shared.seek(self._end)
            for line in shared:
                *how, kind = json.loads(line)
                self._known[tuple(how)].add(kind)
            self._end = shared.tell()

    def add(self, kinds: Set[str], *how: int | bool) -> None:
        with self.file.open("ab") as shared:
            flock(shared, LOCK_EX)
            shared.writelines(json.dumps([*how, kind]).encode() + b"\n" for kind in kinds)


JUDGED = Judged()


def new_axe_findings(
    page: Page, ignore: Iterable[str] = (), *, in_dark: bool = False
) -> dict[str, list[str]]:
    """Axe's violations, when the page shows something that no page before it showed at this width.

    When something of the page as a whole is new, all of the page is judged, but the colours of new elements only: they
    take axe longest by far, and no order of headings or landmark changes them.
    """
    assert page.viewport_size
    how = (page.viewport_size["width"], bool([*ignore]), in_dark)
    new = JUDGED.new_among(kinds_of(page), *how)
    elements = frozenset(kind for kind in new if not kind.startswith(OF_THE_PAGE))
    found: dict[str, list[str]] = {}
    if new != elements:
        found = axe_findings(page, without=ON_COLOURS)
    if elements:
        found |= axe_findings(page, only=() if new == elements else ON_COLOURS, kinds=elements)
    if elements and in_dark:
        page.emulate_media(color_scheme="dark")
        of_colours = axe_findings(page, only=ON_COLOURS, kinds=elements)
        found |= {f"{rule}, in dark": nodes for rule, nodes in of_colours.items()}
        page.emulate_media(color_scheme="light")
    found = {rule: nodes for rule, nodes in found.items() if rule not in {*ignore}}
    if new and not found:
        JUDGED.add(new, *how)
    return found


def assert_accessible(page: Page, ignore: Iterable[str] = ()) -> None:
    found = new_axe_findings(page, ignore)
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


def focused(page: Page) -> str:
    """The focused element, short enough for a message."""
    return page.evaluate("document.activeElement ? document.activeElement.outerHTML.slice(0, 160) : ''")


def assert_focus_shows(page: Page) -> None:
    shown = page.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement);
            const box = document.activeElement.getBoundingClientRect();
            const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
            return (outlined || style.boxShadow !== 'none') && box.width > 0 && box.height > 0;
        }"""
    )
    assert shown, f"no visible focus on {focused(page)} at {page.url}"


# Where the focus is, seen from an element: nothing once the page has replaced that, THERE when on it, and otherwise how
# many stops at least lie between them. What may be none, or several, is not counted: a radio button, a field in parts.
WAY = """(target, isBackwards) => {
    const { activeElement: active, body } = document;
    if (!target.isConnected) return null;
    if (active === target) return -1;
    if (active === body || document.querySelector('dialog[open]')) return 0;
    const precedes = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const [first, last] = isBackwards ? [target, active] : [active, target];
    const fields = 'input:enabled:not([type=radio]), button:enabled, select:enabled, textarea:enabled';
    const isStop = element => element.tabIndex === 0 && precedes(first, element) && precedes(element, last)
        && element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]');
    return [...document.querySelectorAll(`a[href], summary:first-of-type, ${fields}`)].filter(isStop).length;
}"""
THERE = -1


def way_to(target: Locator, key: str) -> Callable[[], int]:
    """To find it by its role and name, the browser reads the whole page: only when the page has replaced it."""
    stop = target.first.element_handle()

    def stops_before() -> int:
        nonlocal stop
        found = stop.evaluate(WAY, key != "Tab")
        if found is None:
            stop = target.first.element_handle()
            found = stop.evaluate(WAY, key != "Tab")
        return found or 0

    return stops_before


def tab_to(page: Page, target: Locator, *, key: str = "Tab", limit: int = 120) -> None:
    """Press Tab until `target` has the focus, as a person without a mouse does; it must be seen there."""
    stops_before = way_to(target, key)
    before = stops_before()
    if before == THERE:
        return
    while limit > 0:
        # As often as is needed in any case, before one looks where that led.
        for _ in range(min(limit, before + 1)):
            page.keyboard.press(key)
        limit -= before + 1
        before = stops_before()
        if before == THERE:
            assert_focus_shows(page)
            return
    raise AssertionError(f"{target} cannot be reached by {key} at {page.url}; stopped on {focused(page)}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach a link or a button by Tab and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def press_folded(page: Page, name: str) -> None:
    """An action of an idea's page that is not the main one."""
    press(page, page.locator("summary", has_text="Autres actions"))
    press(page, page.get_by_role("link", name=name))


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
    """By the keyboard, from the head of a wide page, from « Mon espace » on a narrow one."""
    button = page.get_by_role("button", name="Se déconnecter")
    if not button.count():
        press(page, my_space_link(page))
    press(page, button)


def unfold_filters(page: Page) -> None:
    """By the keyboard, the filters of a list, which a narrow screen folds."""
    summary = page.locator("summary", has_text="Filtrer")
    expect(summary).to_be_attached()
    if summary.is_visible():
        press(page, summary)
