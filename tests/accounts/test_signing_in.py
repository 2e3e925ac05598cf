"""Guests, codes and passwords."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts import actions, queries
from app.accounts.actions import CodeIsOver, Entry, TooManyTries, WrongCode
from app.accounts.models import Device, Person, SignInCode
from app.core.actors import ANONYMOUS, Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, TooMany
from app.core.facts import FactRecord
from app.delivery.models import Mail
from tests.factories import accounts as people

EMAIL = "awa@exemple.org"


def ask(email: str = EMAIL) -> str:
    """Ask for a code and return its digits."""
    return queries.digits_of(actions.ask_for_code(ANONYMOUS, email=email, language="fr"))


def enter(code: str, email: str = EMAIL, actor: Actor = ANONYMOUS) -> Any:
    return actions.sign_in_with_code(actor, email=email, code=code)


def entered(code: str, **options: Any) -> Entry:
    entry = enter(code, **options)
    assert isinstance(entry, Entry)
    return entry


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def count(model: type) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


def facts() -> list[str]:
    return list(db.session.scalars(db.select(FactRecord.name).order_by(FactRecord.id)))


def test_a_guest_gets_a_token_that_speaks_for_them(app: Flask) -> None:
    entry = actions.join_as_guest(ANONYMOUS, name="Awa", country="CI")
    who = queries.actor_of(entry.token)
    assert who is not None
    assert (who.name, who.country, who.is_guest) == ("Awa", "CI", True)
    assert facts() == ["SignedIn", "GuestJoined"]


def test_the_token_itself_is_not_kept(app: Flask) -> None:
    entry = actions.join_as_guest(ANONYMOUS, name="Awa", country="CI")
    assert entry.token not in str(entry.device.__dict__)


def test_a_hall_that_shares_an_address_joins_and_a_flood_does_not(app: Flask) -> None:
    for number in range(2400):
        if number in {0, 2399}:
            actions.join_as_guest(ANONYMOUS, name="Awa", country="CI", origin="10.0.0.1")
        else:
            from app.core.throttle import throttle

            throttle.spend("2400 per 10 minutes", "guest", "10.0.0.1")
    with pytest.raises(TooMany):
        actions.join_as_guest(ANONYMOUS, name="Awa", country="CI", origin="10.0.0.1")
    assert count(Person) == 2


def test_a_member_does_not_become_a_guest(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        actions.join_as_guest(people.actor(people.member()), name="Awa", country="CI")


def test_the_right_code_makes_a_member(app: Flask) -> None:
    entry = entered(ask())
    assert (entry.is_new, entry.person.email, entry.person.name) == (True, EMAIL, "")
    assert entry.person.email_verified_at is not None
    assert queries.actor_of(entry.token).is_member  # type: ignore[union-attr]
    assert facts()[-2:] == ["MemberJoined", "SignedIn"]


def test_the_code_is_derived_and_never_stored(app: Flask) -> None:
    digits = ask()
    row = db.session.scalars(db.select(SignInCode)).one()
    assert digits not in str({k: v for k, v in vars(row).items() if k != "_sa_instance_state"})
    (mail,) = db.session.scalars(db.select(Mail))
    assert mail.text == ""
    assert not set(digits) & set(mail.subject)
    assert all(EMAIL not in str(f.data) for f in db.session.scalars(db.select(FactRecord)))


def test_a_code_serves_once(app: Flask) -> None:
    code = ask()
    entered(code)
    assert isinstance(enter(code), CodeIsOver)
    assert count(Device) == 1


def test_only_the_newest_code_is_right(app: Flask) -> None:
    first, second = ask(), ask()
    assert isinstance(enter(first), WrongCode)
    entered(second)


def test_an_expired_code_is_over(app: Flask) -> None:
    code = ask()
    db.session.scalars(db.select(SignInCode)).one().expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert isinstance(enter(code), CodeIsOver)
    assert count(Person) == 0


def test_the_tenth_wrong_try_ends_the_code(app: Flask) -> None:
    code = ask()
    refusals = [type(enter(wrong(code))) for _ in range(10)]
    assert refusals == [WrongCode] * 9 + [TooManyTries]
    assert isinstance(enter(code), TooManyTries)
    assert count(Person) == 0
    entered(ask())


def test_a_code_of_another_address_is_wrong(app: Flask) -> None:
    code = ask("binta@exemple.org")
    ask()
    assert isinstance(enter(code), WrongCode)
    assert isinstance(enter(code, email="nobody@exemple.org"), CodeIsOver)
    assert count(Person) == 0


def test_asking_is_throttled_alike_for_known_and_unknown_addresses(app: Flask) -> None:
    people.member(email=EMAIL)
    sentences = []
    for email in (EMAIL, "nobody@exemple.org"):
        for _ in range(5):
            ask(email)
        with pytest.raises(TooMany) as refused:
            ask(email)
        sentences.append(refused.value.sentence)
    assert sentences[0] == sentences[1]


def test_a_known_member_comes_back_as_themselves(app: Flask) -> None:
    person = people.member(email=EMAIL, name="Awa")
    entry = entered(ask())
    assert (entry.person.id, entry.is_new, count(Person)) == (person.id, False, 1)


def test_a_guest_who_proves_a_new_address_stays_the_same_person(app: Flask) -> None:
    guest = actions.join_as_guest(ANONYMOUS, name="Awa", country="CI")
    who = queries.actor_of(guest.token)
    assert who is not None
    entry = entered(ask(), actor=who)
    assert (entry.person.id, entry.person.name, entry.person.email) == (
        guest.person.id,
        "Awa",
        EMAIL,
    )
    assert queries.actor_of(guest.token) is None  # the token changed with the sign-in


def test_a_guest_with_a_known_address_becomes_that_member(app: Flask) -> None:
    member = people.member(email=EMAIL, name="Awa")
    guest = actions.join_as_guest(ANONYMOUS, name="Visiteuse", country="CI")
    entry = entered(ask(), actor=queries.actor_of(guest.token) or ANONYMOUS)
    assert entry.person.id == member.id
    assert guest.person.email is None


def test_whoever_left_does_not_come_back_by_a_code(app: Flask) -> None:
    people.member(email=EMAIL, closed_at=now())
    assert isinstance(enter(ask()), CodeIsOver)


def test_the_letter_carries_the_code_in_the_readers_language(app: Flask) -> None:
    code = actions.ask_for_code(ANONYMOUS, email=EMAIL, language="fr")
    digits = queries.digits_of(code)
    (path,) = (app.config["VAR"] / "mail").glob("*.eml")
    from email import message_from_bytes, policy

    text = message_from_bytes(path.read_bytes(), policy=policy.default).get_content()
    assert f"{digits[:3]} {digits[3:]}" in text
    assert "\n\n\n" not in text


def with_password(password: str = "quatre mots sans rapport") -> Person:
    person = people.member(email=EMAIL)
    person.password_hash = queries.hashed_password(password)
    db.session.commit()
    return person


def test_the_right_password_opens(app: Flask) -> None:
    person = with_password()
    proof = queries.prove_password(EMAIL, "quatre mots sans rapport", "")
    assert actions.sign_in_with_password(ANONYMOUS, proof=proof).person.id == person.id


@pytest.mark.parametrize("email", [EMAIL, "nobody@exemple.org", "sans@exemple.org"])
def test_a_wrong_password_reads_the_same_for_everybody(app: Flask, email: str) -> None:
    with_password()
    people.member(email="sans@exemple.org")
    with pytest.raises(queries.WrongPassword) as refused:
        queries.prove_password(email, "un autre mot de passe", "")
    assert refused.value.sentence == "Cette adresse et ce mot de passe ne vont pas ensemble."


def test_a_proof_is_worth_nothing_once_the_password_changed(app: Flask) -> None:
    person = with_password()
    proof = queries.prove_password(EMAIL, "quatre mots sans rapport", "")
    person.password_hash = queries.hashed_password("encore quatre autres mots")
    db.session.commit()
    with pytest.raises(queries.WrongPassword):
        actions.sign_in_with_password(ANONYMOUS, proof=proof)


def test_passwords_are_throttled(app: Flask) -> None:
    for _ in range(10):
        with pytest.raises(queries.WrongPassword):
            queries.prove_password("nobody@exemple.org", "un mot de passe", "10.0.0.1")
    with pytest.raises(TooMany):
        queries.prove_password("nobody@exemple.org", "un mot de passe", "10.0.0.1")


def test_a_password_is_hashed_as_decided(app: Flask) -> None:
    assert queries.hashed_password("x" * 12).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_changes_only_after_a_fresh_sign_in(app: Flask) -> None:
    person = people.member()
    _, old = people.device(person, created_at=now() - timedelta(hours=1))
    stale, fresh = queries.as_actor(person, old), people.actor(person)
    with pytest.raises(actions.SignInAgain):
        actions.set_password(stale, password_hash="hash")
    actions.set_password(fresh, password_hash="hash")
    assert person.password_hash == "hash"
