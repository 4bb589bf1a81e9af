"""What must hold of every page, at both widths: axe-core finds nothing, nothing scrolls sideways, one heading, one
language.

Belongs here: only that. Not here: which pages there are, getting to them.

Contrast is looked at where something stands in something for the first time: it is most of the work, the same styles
make all pages, and none of them changes a colour with the width. Where the other width shows the same elements, what
does not depend on where they lie is not looked at again.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.visitors import WIDTHS, screenshot

AXE = Axe()
FIND_VIOLATIONS = """([only, with_contrast]) => axe.run({
        resultTypes: ["violations"], preload: false, rules: { "color-contrast": { enabled: with_contrast } },
        ...(only.length && { runOnly: only }),
    }).then(({ violations }) => violations.map(({ id, help, nodes }) => [id, help, nodes.map(({ html }) => html)]))"""
BY_PLACE = ["scrollable-region-focusable"]
"""Rules of axe-core that ask where an element lies, beside contrast."""
SHOWN = """() => [...document.querySelectorAll("*")].map((one) =>
        one.checkVisibility({ visibilityProperty: true }) ? one.localName : "").join()"""
KINDS_OF_ELEMENTS = """() => {
        const name = (one) => one ? [one.localName, ...[...one.classList].sort()].join(".") : "";
        return [...new Set([...document.body.querySelectorAll("*")].map((one) =>
            [one.parentElement.parentElement, one.parentElement, one].map(name).join(">")))];
    }"""
_looked_at: set[str] = set()
"""Kinds of elements, each within its parent and that one's, whose contrast was looked at in this process."""


def examine(page: Page, name: str) -> None:
    """One page at both widths; it is left at the width that it had."""
    before = page.viewport_size
    page.evaluate(AXE.axe_script)
    new = set(page.evaluate(KINDS_OF_ELEMENTS)) - _looked_at
    shown_before = None
    for wide, high in WIDTHS.values():
        page.set_viewport_size({"width": wide, "height": high})
        screenshot(page, f"{name}-{wide}")
        assert page.evaluate("document.documentElement.scrollWidth") <= wide, f"{name} scrolls sideways at {wide} px"
        shown = page.evaluate(SHOWN)
        only = BY_PLACE if shown == shown_before else []
        assert page.evaluate(FIND_VIOLATIONS, [only, bool(new)]) == [], f"{name} at {wide} px"
        _looked_at.update(new)
        shown_before, new = shown, set()
    if before is not None:
        page.set_viewport_size(before)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "id"
