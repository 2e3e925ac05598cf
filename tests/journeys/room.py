"""The room: a question from a phone, taken at the desk, kept as a concern."""

import re

from playwright.sync_api import expect

from tests.e2e.test_room import joined
from tests.journeys.people import Reader

ROOM = "/direct/demonstration"
AUTHOR = "Voyageuse inventée"
WORDS = "Pourquoi faut-il une journée de route pour renouveler une carte"
REFERENCE = re.compile(r"^P-\d+$")
CODE = re.compile(r"BLON-\d+-\w+")


def ask(phone: Reader) -> str:
    """Say who speaks, ask, and return the code of the receipt."""
    phone.go(ROOM).fill({"Votre nom": AUTHOR, "Pays où vous vivez": "Maroc"})
    phone.press("Prendre la parole")
    question = phone.page.get_by_role("textbox", name="Votre question")
    expect(question).to_be_attached()
    joined(phone.page)  # else the form would be sent without the page's script
    question.fill(WORDS)
    phone.press("Envoyer")
    receipt = phone.page.locator("#receipts")
    expect(receipt).to_contain_text(CODE)
    found = CODE.search(receipt.inner_text())
    assert found
    return found.group()


def take(moderator: Reader, phone: Reader) -> None:
    """Accept the question at the desk; its author sees it at once."""
    moderator.go(f"{ROOM}/bureau")
    expect(moderator.page.locator("#chosen")).to_contain_text(WORDS)
    moderator.press(re.compile("^Accepter"), within=moderator.page.locator("#chosen"))
    expect(phone.page.locator("#own-list")).to_contain_text("Retenue, en file")


def keep_as_concern(moderator: Reader) -> str:
    """Follow the question after the meeting, without leaving the desk; return its reference."""
    moderator.follow(WORDS).press("Suivre comme préoccupation")
    followed = moderator.page.locator("#chosen").get_by_role("link", name=REFERENCE)
    ref = followed.inner_text()
    followed.click()
    expect(moderator.page.get_by_role("heading", level=1)).to_contain_text(WORDS)
    expect(moderator.content).not_to_contain_text(AUTHOR)
    return ref
