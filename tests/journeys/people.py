"""People with a browser of their own, who find what they need by how it is called."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

FIELD = "element => element.type === 'radio' || element.type === 'checkbox' ? 'box' : element.type"


def choice(asked: Locator, answer: str) -> str:
    """Return the value of the choice that is called so, else of the first that says it."""
    exact = re.compile(rf"^\s*{re.escape(answer)}\s*$")
    called = asked.locator("option", has_text=exact)
    found = called if called.count() else asked.locator("option", has_text=answer)
    return found.first.get_attribute("value") or ""


class Reader:
    """Somebody at a page, on a phone or a laptop."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home

    def go(self, path: str) -> "Reader":
        """Type an address."""
        self.page.goto(self.home + path)
        return self

    def follow(self, name: str) -> "Reader":
        """Follow a link of the page's content."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        return self

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> "Reader":
        """Press a button."""
        (within or self.page.get_by_role("main")).get_by_role(
            "button", name=name, exact=True
        ).click()
        return self

    def form(self, heading: str) -> Locator:
        """Return the form under a heading."""
        named = self.page.get_by_role("heading", name=heading, exact=True)
        return self.page.locator("form").filter(has=named)

    def fill(self, answers: Mapping[str, Any], within: Locator | None = None) -> "Reader":
        """Answer the questions of a form, each by its label."""
        place = within or self.page.get_by_role("main")
        for label, answer in answers.items():
            asked = place.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
            kind = asked.evaluate(FIELD)
            if kind.startswith("select"):
                asked.select_option(choice(asked, answer))
            elif kind == "box":
                asked.check()
            elif kind == "file":
                asked.set_input_files(Path(answer))
            else:
                asked.fill(answer)
        return self

    def tick(self, group: str, answer: str) -> "Reader":
        """Tick a choice of a group: the one that is called so, else the first that says it."""
        label = re.compile(rf"^\s*{re.escape(group)}")
        boxes = self.content.get_by_role("group", name=label)
        called = boxes.get_by_label(answer, exact=True)
        (called if called.count() else boxes.get_by_label(answer)).first.check()
        return self

    def send(self, heading: str, answers: Mapping[str, Any], button: str) -> "Reader":
        """Answer the form under a heading, and send it."""
        form = self.form(heading)
        return self.fill(answers, form).press(button, form)

    @property
    def content(self) -> Locator:
        """What the page says."""
        return self.page.get_by_role("main")

    def section(self, heading: str) -> Locator:
        """Return the part of the page under a heading."""
        named = self.page.get_by_role("heading", name=heading)
        return self.page.locator("section").filter(has=named).last
