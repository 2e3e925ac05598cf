"""What the desk's form to ask for documents already says when it is opened."""

import re

from app.accounts.models import Person
from app.accreditation import actions, queries
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
    assert "checked" in re.search(rf'<input[^>]*name="ask-{wrong.requirement_id}"[^>]*>', page)[0]
    words = re.search(rf'<input[^>]*name="words-{wrong.requirement_id}"[^>]*>', page)[0]
    assert "La page 2 manque." in words
    for other in others:
        box = re.search(rf'<input[^>]*name="ask-{other.requirement_id}"[^>]*>', page)[0]
        assert "checked" not in box
