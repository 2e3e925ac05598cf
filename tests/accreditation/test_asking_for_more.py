"""What is asked for again: at the desk before, in the history after."""

import re

from sqlalchemy import update

from app.accounts.models import Person
from app.accreditation import actions, queries
from app.accreditation.models import Dossier
from app.core.clock import now
from app.core.db import db
from tests.factories import accreditation as make


def test_a_document_to_be_redone_is_already_chosen_with_its_words(app, client, sign_in):
    desk = make.reviewer()
    dossier = make.checking(desk)[0]
    documents = queries.current_documents(dossier)
    wrong, *others = [documents[one.id] for one in dossier.call.requirements if one.id in documents]
    actions.check_document(desk, dossier, wrong, verdict="refused", words="La page 2 manque.")
    sign_in(client, db.session.get(Person, desk.id), second_factor=True)
    page = client.get(f"/gestion/accreditations/{dossier.reference}").text
    assert chosen(page, wrong.requirement_id) == ["other"]
    words = re.search(rf'<input[^>]*name="words-{wrong.requirement_id}"[^>]*>', page)[0]
    assert "La page 2 manque." in words
    for other in others:
        assert chosen(page, other.requirement_id) == []


def chosen(page: str, number: int) -> list[str]:
    """Return the reason that is chosen for a document."""
    (field,) = re.findall(rf'<select[^>]*name="reason-{number}".*?</select>', page, re.DOTALL)
    return re.findall(r'value="(\w+)" selected', field)


def test_what_was_asked_stays_in_the_history_once_it_is_answered(app, client, sign_in):
    dossier, who = make.returned()
    (asked,) = queries.returns(dossier)
    make.fill(dossier, who, asked.items[0].requirement)
    actions.answer_return(who, dossier)
    sign_in(client, db.session.get(Person, who.id))
    page = client.get(f"/associations/dossiers/{dossier.reference}").text
    history = page[page.index('id="history"') :]
    assert "Statuts" in history
    assert "illisible. p. 2" in history


def test_what_was_sent_again_is_no_longer_asked_for(app, client, sign_in):
    dossier, who = make.returned()
    number = dossier.call.requirements[0].id
    sign_in(client, db.session.get(Person, who.id))
    address = f"/associations/dossiers/{dossier.reference}"
    link = f'<a href="{address}?piece={number}#send">Envoyer</a>'
    assert link in client.get(address).text
    make.fill(dossier, who, dossier.call.requirements[0])
    assert link not in client.get(address).text


def test_a_draft_is_submitted_once_nothing_lacks(app, client, sign_in):
    dossier, who = make.draft()
    sign_in(client, db.session.get(Person, who.id))
    address = f"/associations/dossiers/{dossier.reference}"
    assert f'action="{address}/deposer"' not in client.get(address).text
    make.fill(dossier, who)
    assert f'action="{address}/deposer"' in client.get(address).text


def test_the_days_left_are_those_until_the_last_day(app, client, sign_in):
    dossier, who = make.returned()
    sign_in(client, db.session.get(Person, who.id))
    page = client.get(f"/associations/dossiers/{dossier.reference}").text
    assert f"Il reste {dossier.call.return_days} jours" in page
    assert "0 acceptée sur 2" in page  # the optional one was not sent
    due_at = now()
    db.session.execute(update(Dossier).where(Dossier.id == dossier.id).values(due_at=due_at))
    db.session.commit()
    page = client.get(f"/associations/dossiers/{dossier.reference}").text
    assert "Échéance aujourd’hui" in page
