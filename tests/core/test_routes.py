"""Every route asks a rule, or is listed as open to everybody."""

import ast
import inspect
import re
from textwrap import dedent
from typing import Any

import pytest
from flask import Flask

from tests.conftest import Client

# What everybody may read, on purpose.
READ_BY_ALL = {
    *("api-docs.openapi_json", "reference.show", "static"),
    *("directory.sheet", "directory.framework", "directory.frameworks", "directory.index"),
    *("directory.show", "meetings.atom", "meetings.calendar", "meetings.sheet"),
    *("meetings.index", "meetings.show", "meetings.delegations"),
    *("accreditation.ask", "accreditation.association", "accreditation.find_decision"),
    *("accreditation.register", "accreditation.register_sheet", "accreditation.verify"),
    *("giving.index", "giving.ledger", "giving.ledger_sheet", "pledging.promise"),
    *("confirmations.confirm", "receipts.find"),
    "programmes.index",
    "floor.ask",
    *("archive.show", "archive.data", "archive.sheet", "archive.workbook_of_all"),
    *("live.ask", "live.find_question", "live.index", "live.show", "live.text", "screen.show"),
    *("polls.show", "polls.sheet", "live_api.list_polls", "live_api.show_poll"),
    *("live_api.list_rooms", "live_api.show_question", "live_api.show_room"),
    *("live_api.show_fairness", "live_api.show_order"),
    *("order.fairness_sheet", "order.show_fairness"),
    *("pages.accessibility", "pages.choose_language", "pages.favicon", "pages.health"),
    *("pages.help", "pages.home", "pages.privacy", "pages.robots"),
    *("accounts.sign_in", "accounts.enter_code", "accounts.enter_password", "accounts.visit"),
    *("followup.axes", "followup.bodies", "followup.evidence", "followup.index"),
    *("followup.pack", "followup.sheet", "followup.show"),
    *("instruments.index", "instruments.show", "concerns.sheet"),
    *("concerns.code", "concerns.index", "concerns.say", "concerns.show"),
    *("figures.index", "figures.sheet"),
    *("delivery.mail", "delivery.mails"),  # the demonstration's letters, never in production
}

# What somebody who is not known may send, on purpose: to become known, or to show a receipt.
SENT_BY_ALL = {
    *("accounts.enter_code", "accounts.enter_password", "accounts.sign_in", "accounts.visit"),
    *("accounts.enter_demonstration", "accounts.sign_out", "accounts_api.join"),
    "live.find_question",
    *("concerns.code", "concerns.say", "confirmations.confirm"),
}

# Pages that no rule guards since they hold nothing of anybody's.
WITHOUT_A_RULE = {
    *("api-docs.openapi_json", "reference.show", "static", "delivery.mail", "delivery.mails"),
    *("live.find_question", "pages.accessibility", "pages.choose_language", "pages.favicon"),
    *("pages.health", "pages.help", "pages.privacy", "pages.robots"),
}

# An act (it asks its rule), a rule itself, or a query for who asks; an allowance (ASK) is none.
GUARD = re.compile(r"\b(actions|rules)\.\w+|\bcan\(|\b(?![A-Z])\w+\.\w+\(\s*actor\(\)")


@pytest.fixture
def database_kind() -> str:
    """One kind of database: nothing here depends on it."""
    return "sqlite"


def called(node: ast.AST) -> str:
    """Return the last name of what a call calls."""
    function = getattr(node, "func", None)
    return str(getattr(function, "attr", getattr(function, "id", "")))


def is_guarded(view: Any) -> bool:
    """Whether a view, or a function of ours that it calls, asks a rule or asks for an actor."""
    seen, waiting = set(), [inspect.unwrap(view)]
    while waiting:
        function = inspect.unwrap(waiting.pop())
        module = inspect.getmodule(function)
        if function in seen or module is None or not module.__name__.startswith("app."):
            continue
        seen.add(function)
        text = dedent(inspect.getsource(function))
        if GUARD.search(text):
            return True
        named = [getattr(module, called(node), None) for node in ast.walk(ast.parse(text))]
        waiting += [one for one in named if inspect.isfunction(one)]
    return False


def test_every_route_is_guarded_or_listed_as_public(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    listed = READ_BY_ALL | SENT_BY_ALL | WITHOUT_A_RULE
    assert sorted(listed - endpoints) == [], "listed, and not there"
    unguarded = {name for name in endpoints if not is_guarded(app.view_functions[name])}
    assert sorted(unguarded ^ WITHOUT_A_RULE) == []


def test_nobody_reads_or_sends_what_is_not_public(app: Flask, client: Client) -> None:
    filled = {"slug": "x", "code": "x", "token": "x", "filename": "x", "path": "x", "ending": "csv"}
    found = []
    for rule in app.url_map.iter_rules():
        values: dict[str, Any] = {name: filled.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            if rule.endpoint in (READ_BY_ALL if method == "GET" else SENT_BY_ALL):
                continue
            answer = client.open(address, method=method)
            refused = answer.status_code in (401, 403, 404, 422)
            to_sign_in = answer.status_code == 303 and answer.location.startswith("/connexion")
            if not refused and not to_sign_in:
                found.append((method, rule.rule, rule.endpoint, answer.status_code))
    assert found == []
