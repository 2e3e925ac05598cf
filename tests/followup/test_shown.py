"""What the pages of follow-up show besides what stands: what stood before, who, and of how many."""

from app.accounts.models import Role
from app.followup import actions
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.factories import live


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).replace("\u202f", " ").split())


def test_money_and_obstacles_that_are_gone_stay_on_the_chain_with_why(client):
    promise, keeper = make.commitment(), make.secretariat()
    actions.enter_budget(keeper, promise, kind="planned", amount="500", reference="2.1.4")
    line = actions.enter_budget(keeper, promise, kind="committed", amount="9")
    actions.withdraw_budget(keeper, promise, line=line.id, reason="Erreur de saisie.")
    actions.say_obstacle(keeper, promise, blocked=True, reason="Serveur en panne.")
    actions.say_obstacle(keeper, promise, blocked=False, reason="Serveur remplacé.")
    page = text_of(client, f"/suivi/{promise.recommendation.ref}")
    assert "Prévu, 500 F CFA, 2.1.4" in page.replace("\xa0", " ")
    assert "<s>Engagé, 9 F CFA</s> Retirée le" in page.replace("\xa0", " ")
    for words in ("Erreur de saisie.", "Serveur en panne.", "Serveur remplacé."):
        assert words in page


def test_an_obstacle_that_holds_is_said_once(client):
    promise = make.commitment()
    actions.say_obstacle(make.secretariat(), promise, blocked=True, reason="Serveur en panne.")
    assert text_of(client, f"/suivi/{promise.recommendation.ref}").count("Serveur en panne.") == 1


def test_examples_are_counted_among_what_is_shown(client):
    example = make.instrument(live.meeting(is_demonstration=True))
    make.commitment(make.recommendation(example), due_on=make.in_days(-3))
    make.recommendation(example)
    assert "dont 2 exemples inventés" in text_of(client, "/suivi")
    late = text_of(client, "/suivi?timeliness=late")
    assert ("1 recommandation" in late, "dont 1 exemple inventé" in late) == (True, True)


def test_a_filter_that_a_card_sets_is_said_in_the_form(client):
    make.recommendation()
    page = text_of(client, "/suivi?flag=silent&closure=standing&decision=pending")
    for value in ("silent", "standing", "pending"):
        assert f'<option value="{value}" selected>' in page


def test_the_committee_reads_what_it_decides_on_where_it_decides(client, sign_in):
    issued = make.recommendation()
    keeper = make.secretariat()
    actions.answer_recommendation(keeper, issued, decision="refused", reason="Aucun texte.")
    actions.request_closure(keeper, issued, reason="Rien n’a été promis.")
    sign_in(client, people.staff(Role.STEERING_COMMITTEE), second_factor=True)
    page = text_of(client, f"/gestion/suivi/recommandations/{issued.id}")
    for words in ("Refusée.", "Aucun texte.", "Clôture demandée", "Rien n’a été promis."):
        assert words in page


def test_a_recommendation_is_written_under_the_words_it_comes_from(client, sign_in):
    concern = actions.enter_concern(make.secretariat(), words="Mes papiers tardent.")
    sign_in(client, people.staff(Role.RAPPORTEUR), second_factor=True)
    form = "/gestion/suivi/recommandations/nouvelle"
    page = text_of(client, f"{form}?preoccupation={concern.ref}")
    assert ("Mes papiers tardent." in page, f'value="{concern.ref}"' in page) == (True, True)
    assert client.get(f"{form}?preoccupation=P-99").status_code == 404


def test_naming_somebody_forgets_nobody_who_was_named(client, sign_in):
    reporter, verifier = people.staff(Role.RESPONDENT), people.staff(Role.TECHNICAL_COMMITTEE)
    promise = make.commitment(focal_point=reporter.email, validator=verifier.email)
    actions.say_obstacle(make.secretariat(), promise, blocked=True, reason="Serveur en panne.")
    address = f"/gestion/suivi/engagements/{promise.id}"
    sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
    page = text_of(client, address)
    assert [page.count(f'value="{one.email}"') for one in (reporter, verifier)] == [1, 1]
    assert 'aria-describedby="blocked-help" checked' in page
    assert client.post(f"{address}/obstacle", data={"reason": "Remplacé."}).status_code == 303
    assert "L’obstacle est levé" in text_of(client, address)
    sign_in(client, reporter)
    assert verifier.email not in text_of(client, address)


def test_an_author_reads_why_a_report_came_back(client, sign_in):
    author = people.staff(Role.SECRETARIAT)
    sent = make.sent(make.commitment(), actor=people.actor(author, second_factor=True))
    actions.validate_report(make.technical(), sent, confirmed=False, words="Rien n’est daté.")
    sign_in(client, author, second_factor=True)
    assert "Rien n’est daté." in text_of(client, f"/gestion/suivi/rapports/{sent.id}")


def test_a_refusal_promises_nothing_and_the_chain_says_so(client):
    issued = make.recommendation()
    actions.answer_recommendation(make.secretariat(), issued, decision="refused", reason="Non.")
    page = text_of(client, f"/suivi/{issued.ref}")
    assert "La réponse ne promet rien" in page
    assert "vient après la réponse" not in page


def test_a_signed_agreement_is_not_said_to_be_without_an_answer(client):
    agreement = actions.register_instrument(
        make.secretariat(), code="MA-ML-2019", kind="agreement", signed_on=make.in_days(-9)
    )
    signed, pending = make.recommendation(agreement), make.recommendation()
    page = text_of(client, "/suivi?decision=pending")
    assert (f"/suivi/{pending.ref}" in page, f"/suivi/{signed.ref}" in page) == (True, False)
    sheet = text_of(client, "/suivi/liste.csv")
    assert ("Signé par les parties" in sheet, "Sans réponse" in sheet) == (True, True)


def test_a_filter_that_means_nothing_leaves_the_others_be(client):
    for country in ("FR", "MA"):
        actions.enter_concern(make.secretariat(), words=f"Dite ici {country}.", country=country)
    page = text_of(client, "/suivi/preoccupations?country=MA&sort=nimporte")
    assert ("Dite ici MA." in page, "Dite ici FR." in page) == (True, False)
