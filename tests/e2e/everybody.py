"""What a page is for everybody: axe in both schemes and sizes, 320 pixels, large targets."""

from typing import Literal

from playwright.sync_api import Page

from tests.services.programs import ROOT

Look = tuple[int, int, Literal["light", "dark"]]
# Colours do not depend on the size: each size in one scheme finds what four looks would.
LOOKS: list[Look] = [(1440, 900, "dark"), (360, 740, "light")]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
# What is found of these is moderate, and left out below; nothing here comes from another site.
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {name: {"enabled": False} for name in ("region", "heading-order", "landmark-unique")},
    "preload": False,
}
# Links in a sentence are excepted, as in WCAG 2.5.8; a box is reached through its label, a row
# by the link that spreads over it.
SMALL_TARGETS = """() => Array.from(document.querySelectorAll(
    'button, select, summary, textarea, input:not([type=hidden]), a[href]:not(.visually-hidden)'))
  .map((one) => one.matches('[type=checkbox], [type=radio]') ? one.closest('label') || one : one)
  .map((one) => one.matches('.row-link') ? one.closest('li') || one : one)
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const isShown = box.width > 1 && box.height > 1 && style.visibility === 'visible';
    const isText = one.tagName === 'A' && style.display === 'inline';
    const narrowest = one.tagName === 'A' ? 24 : 43.9;
    return isShown && !isText && (box.height < 43.9 || box.width < narrowest);
  })
  .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 30)} ` +
    `${Math.round(one.getBoundingClientRect().width)}x${Math.round(one.getBoundingClientRect().height)}`)"""
IDS_OF_SEVERAL = """() => Array.from(document.querySelectorAll('[id]'), (one) => one.id)
  .filter((id, place, ids) => ids.indexOf(id) !== place)"""

# A number that each vote moves would be read aloud four times a second.
SAID_AT_EACH_VOTE = """() => Array.from(
    document.querySelectorAll('[data-votes-of], [data-turnout]'))
  .filter((one) => (one.closest('[aria-live]') || one).getAttribute('aria-live') === 'polite')
  .map((one) => one.outerHTML)"""


def violations(page: Page) -> list[str]:
    """Return what axe finds serious or critical, with the first places."""
    found = page.evaluate("async (options) => (await axe.run(options)).violations", OPTIONS)
    return [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def faults(
    page: Page, *, has_large_targets: bool = True, has_sheet: bool = True
) -> dict[str, list[str]]:
    """Return what stops somebody on the page that is open, by where it was found."""
    page.evaluate(AXE)
    found: dict[str, list[str]] = {}
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme if has_sheet else "light")
        found[f"axe, {width}, {scheme}"] = violations(page)
        if has_large_targets:
            found[f"small targets, {width}"] = page.evaluate(SMALL_TARGETS)
    page.set_viewport_size({"width": 320, "height": 640})
    over = page.evaluate("document.documentElement.scrollWidth") - 320
    found["said at each vote"] = page.evaluate(SAID_AT_EACH_VOTE)
    found["ids of several"] = page.evaluate(IDS_OF_SEVERAL)
    found["headings of the page"] = [] if page.locator("h1").count() else ["none"]
    found["sticks out at 320"] = [f"{over} px"] if over > 0 else []
    return {what: seen for what, seen in found.items() if seen}
