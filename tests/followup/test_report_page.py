"""The page of a report, as who verifies it reads it."""

import re

from app.accounts.models import Role
from app.followup import actions
from tests.factories import accounts as people
from tests.factories import followup as make


def test_what_was_measured_is_read_before_it_is_verified(app, client, sign_in):
    promise = make.commitment()
    measure = actions.measure_commitment(
        make.secretariat(), promise, title="Journées tenues", target=4
    )
    report = make.sent(promise, measures={measure.id: 3})
    other = make.sent(make.commitment())
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    page = client.get(f"/gestion/suivi/rapports/{report.id}").text
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert re.search(r"Journées tenues\s: 3 de 0 à 4", text)
    assert "Journées tenues" not in client.get(f"/gestion/suivi/rapports/{other.id}").text
