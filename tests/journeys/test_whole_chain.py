"""A voice from a phone, all the way to its proof: each hop by a person, each read by the next."""

import pytest

from tests.journeys import following, giving, room
from tests.journeys.conftest import Player
from tests.journeys.people import Reader

pytestmark = [pytest.mark.browser, pytest.mark.live, pytest.mark.timeout(1500)]


def test_a_voice_is_followed_from_a_phone_to_its_proof(
    phone: Reader, passer_by: Reader, player: Player
) -> None:
    moderator, secretariat = player("moderator"), player("secretariat")
    receipt = room.ask(phone)
    room.take(moderator, phone)
    concern = room.keep_as_concern(moderator)

    ref = following.issue(secretariat, concern)
    following.answer(secretariat, ref)
    following.promise(secretariat, ref)
    following.budget(secretariat)

    gift = giving.promise_from_the_room(phone)
    treasurer, approver = player("treasurer"), player("approver")
    giving.receive(treasurer, approver, gift)
    giving.send(treasurer, approver, gift)
    giving.acknowledge(player("respondent"), gift)
    giving.allot(treasurer, approver, gift)
    giving.read_as_anybody(passer_by, gift)
    following.link_money(secretariat, ref, gift)

    following.report(player("respondent"))
    following.verify(player("technical_committee"))
    following.ask_to_close(secretariat, ref)
    following.close(player("steering_committee"), ref)

    following.read_as_anybody(passer_by, ref, concern, gift)
    following.read_by_code(phone, receipt, ref, gift)
