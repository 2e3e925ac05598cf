"""Members are found by name or address, whatever the accents, the case and the order of words."""

import pytest

from app.accounts import queries
from app.accounts.models import Role
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    "words", ["traore", "TRAORÉ", "keïta traore", "n'diaye", "N’Diaye", "oumou.t@"]
)
def test_a_person_is_found_whatever_the_accents_and_the_order(words: str) -> None:
    people.member(name="OUMOU TRAORÉ N’Diaye Keita", email="oumou.t@exemple.org")
    people.member(name="Moussa Sidibé", email="moussa@exemple.org")
    found = queries.search_people(people.staff_actor(Role.ADMINISTRATOR), words)
    assert [person.name for person in found] == ["OUMOU TRAORÉ N’Diaye Keita"]


@pytest.mark.parametrize("words", ["traore_", "%", "traore moussa"])
def test_every_word_counts_and_none_is_a_pattern(words: str) -> None:
    people.member(name="Oumou Traoré")
    people.member(name="Moussa Sidibé")
    assert queries.search_people(people.staff_actor(Role.ADMINISTRATOR), words) == []
