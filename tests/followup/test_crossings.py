"""Where follow-up meets the other features: the desk, the feed, meetings, gifts, receipts."""

from uuid import uuid4

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.followup import actions, queries
from app.followup.models import Recommendation
from app.live.models import QuestionState
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.factories import giving, live
from tests.factories.meetings import counted_queries
from tests.followup.test_views import browser, text_of

AUTHOR = "Voyageuse inventée"


def kept_question():
    """Return a question that was kept, and the concern that it became."""
    asked = live.question(live.room(), author=people.guest(AUTHOR))
    return asked, actions.keep_question(live.moderator(), asked)


def closed(concern) -> Recommendation:
    """Return a recommendation that a concern became, carried to its closure."""
    issued = make.recommendation(concern=concern.ref, issued_on=make.today())
    actions.answer_recommendation(make.secretariat(), issued, decision="accepted", reason="Oui.")
    promise = make.commitment(issued, deliverable="Ouvrir le samedi", due_on=make.in_days(9))
    actions.enter_budget(make.secretariat(), promise, kind="planned", amount="1500")
    make.verified(promise)
    actions.request_closure(make.secretariat(), issued, reason="Vérifié.")
    actions.decide_closure(make.committee(), issued, to="closed", reason="Promesse tenue.")
    return issued


def test_a_moderator_keeps_a_question_without_leaving_the_desk(app, sign_in):
    asked = live.question(live.room())
    desk = browser(app, sign_in, Role.MODERATOR)
    address = f"/direct/{asked.room.slug}/bureau?q={asked.id}"
    assert "Suivre comme préoccupation" in text_of(desk, address)
    kept = {"question": asked.id, "key": str(uuid4()), "bureau": "oui"}
    answer = desk.post("/gestion/suivi/preoccupations/nouvelle", data=kept)
    assert (answer.status_code, answer.location) == (303, address)
    page = text_of(desk, address)
    assert "/suivi/preoccupations/P-1" in page
    assert "Suivre comme préoccupation" not in page


def test_what_was_not_taken_is_not_followed_from_the_desk(app, sign_in):
    asked = live.question(live.room(), QuestionState.RECEIVED)
    desk = browser(app, sign_in, Role.MODERATOR)
    page = text_of(desk, f"/direct/{asked.room.slug}/bureau?q={asked.id}")
    assert "Suivre comme préoccupation" not in page


def test_a_line_of_the_minutes_becomes_a_recommendation_in_one_act(app, sign_in):
    room = live.room(meeting=live.meeting(slug="ccmex-1"))
    live.line(room, body="Ouvrir un guichet le samedi.")
    rapporteur = browser(app, sign_in, Role.RAPPORTEUR)
    start = "/gestion/suivi/recommandations/nouvelle?rencontre=ccmex-1&amp;texte=Ouvrir+un+guichet"
    assert start in text_of(rapporteur, f"/direct/{room.slug}/redaction")
    address = start.replace("&amp;", "&") + "+le+samedi."
    assert "Ouvrir un guichet le samedi.</textarea>" in text_of(rapporteur, address)
    sent = {"instrument": "CCMEX-1", "text": "Ouvrir un guichet le samedi.", "key": str(uuid4())}
    answer = rapporteur.post(address, data=sent | {"nature": "decision"})
    assert answer.location == "/suivi/CCMEX-1/D-01"


def test_who_only_moderates_is_offered_no_recommendation(app, sign_in):
    room = live.room()
    live.line(room)
    desk = browser(app, sign_in, Role.MODERATOR)
    page = text_of(desk, f"/direct/{room.slug}/redaction")
    assert "La direction présente le bilan." in page
    assert "recommandations/nouvelle" not in page


def test_what_a_meeting_issues_while_it_is_held_is_of_today(app):
    held = live.meeting(starts_on=make.today(), ends_on=make.in_days(3))
    over = live.meeting(starts_on=make.in_days(-9), ends_on=make.in_days(-8))
    assert make.recommendation(make.instrument(held)).issued_on == make.today()
    assert make.recommendation(make.instrument(over)).issued_on == make.in_days(-8)


def test_a_meeting_shows_what_came_of_it(app, client, sign_in):
    meeting = live.meeting(slug="ccmex-1")
    assert "Ce qui en est venu" not in text_of(client, "/rencontres/ccmex-1")
    issued = make.recommendation(make.instrument(meeting), issued_on=make.in_days(-50))
    other = make.recommendation(text="D’une autre rencontre.")
    page = text_of(client, "/rencontres/ccmex-1")
    assert issued.title in page
    assert "Non datée" in page
    assert other.title not in page
    assert "En tirer une recommandation" not in page
    desk = browser(app, sign_in, Role.RAPPORTEUR)
    assert "En tirer une recommandation" in text_of(desk, "/rencontres/ccmex-1")


def test_a_meeting_asks_as_often_for_many_as_for_few(client):
    few, many = live.meeting(slug="few"), live.meeting(slug="many")
    for meeting, number in ((few, 2), (many, 9)):
        origin = make.instrument(meeting)
        for _time in range(number):
            make.commitment(make.recommendation(origin))
    counts = []
    for slug in ("few", "few", "many"):
        with counted_queries() as asked:
            text_of(client, f"/rencontres/{slug}")
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_money_and_what_it_serves_lead_to_each_other(app, client, sign_in):
    issued = make.commitment().recommendation
    lot, other = giving.gift(amount="5000"), giving.gift()
    desk = browser(app, sign_in, Role.SECRETARIAT)
    assert lot.ref in text_of(desk, f"/gestion/suivi/recommandations/{issued.id}")
    chosen = {"kind": "implements", "start": f"lot:{lot.ref}", "key": str(uuid4())}
    chosen |= {"end": f"recommendation:{issued.ref}", "recommendation": issued.id}
    assert desk.post("/gestion/suivi/liens", data=chosen).status_code == 303
    chain = text_of(client, f"/suivi/{issued.ref}")
    assert f'href="/dons/{lot.ref}"' in chain
    assert f"/dons/{other.ref}" not in chain
    assert f'href="/suivi/{issued.ref}"' in text_of(client, f"/dons/{lot.ref}")
    assert "met en œuvre" not in text_of(client, f"/dons/{other.ref}")
    actions.withdraw_link(
        make.secretariat(), queries.chain(ANONYMOUS, issued, make.today()).money[0], reason="Non."
    )
    assert "met en œuvre" not in text_of(client, f"/dons/{lot.ref}")


def test_a_programme_leads_to_what_it_serves(client):
    promise = make.commitment()
    programme = giving.programme()
    actions.link_things(
        make.secretariat(),
        kind="implements",
        start=f"programme:{programme.slug}",
        end=f"commitment:{promise.id}",
    )
    ref = promise.recommendation.ref
    assert f'href="/programmes/{programme.slug}"' in text_of(client, f"/suivi/{ref}")
    assert f'href="/suivi/{ref}"' in text_of(client, f"/programmes/{programme.slug}")


def test_the_receipt_of_a_question_tells_all_that_became_of_it(client):
    asked, concern = kept_question()
    code = {"receipt": asked.receipt}
    page = client.post("/ma-question", data=code).text
    assert concern.ref in page
    assert "Elle n’est pas encore devenue une recommandation." in page
    issued = closed(concern)
    for address, data in (("/ma-question", code), ("/suivi/code", {"code": asked.receipt})):
        page = client.post(address, data=data).text
        for words in (issued.ref, issued.text, "Ouvrir le samedi", "Vérifié", "Promesse tenue."):
            assert words in page, (address, words)
        assert page.count('<li data-state="done">') >= 7


def test_a_question_that_nobody_followed_says_so_to_its_author(client):
    asked = live.question(live.room())
    kept_question()
    page = client.post("/ma-question", data={"receipt": asked.receipt}).text
    assert "ce même code le dira ici" in page
    assert "P-1" not in page


def test_each_door_tells_the_hour_where_it_is_known(client):
    asked, concern = kept_question()
    issued = closed(concern)
    hops = queries.chain(ANONYMOUS, issued, make.today()).hops
    assert [hop.door.state for hop in hops] == ["done"] * 7
    assert hops[0].at == asked.asked_at
    assert [hop.after for hop in hops] == [None, 0, 0, 0, 0, 0, 0]
    assert all(hop.at and hop.at.date() == hop.day for hop in hops)
    page = text_of(client, f"/suivi/{issued.ref}")
    assert "à Bamako, le même jour" in page
    assert AUTHOR not in page


def test_a_door_of_another_day_tells_the_day_alone(app):
    issued = make.recommendation(issued_on=make.in_days(-50))
    actions.answer_recommendation(
        make.secretariat(),
        issued,
        decision="accepted",
        reason="Oui.",
        decided_on=make.in_days(-20),
    )
    hops = queries.chain(ANONYMOUS, issued, make.today()).hops
    assert (hops[1].day, hops[1].at) == (make.in_days(-50), None)
    assert (hops[2].day, hops[2].at, hops[2].after) == (make.in_days(-20), None, 30)


def test_the_desk_lists_the_concerns_that_nothing_came_of(app, sign_in):
    _asked, left = kept_question()
    _asked, followed = kept_question()
    _asked, merged = kept_question()
    make.recommendation(concern=followed.ref)
    actions.link_things(
        make.secretariat(),
        kind="merged_into",
        start=f"concern:{merged.ref}",
        end=f"concern:{followed.ref}",
    )
    assert queries.concerns_without_sequel(ANONYMOUS) == [left]
    desk = browser(app, sign_in, Role.SECRETARIAT)
    page = text_of(desk, "/gestion/suivi")
    assert f"/suivi/preoccupations/{left.ref}" in page
    assert f"/suivi/preoccupations/{followed.ref}" not in page
