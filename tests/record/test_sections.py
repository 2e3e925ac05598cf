"""Agreements, gifts, programmes and figures come in as their sources say, and no further."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from app.core.actors import ANONYMOUS, SYSTEM
from app.core.facts import broken_links, count
from app.core.money import Money
from app.directory import queries as directory
from app.followup import queries as followup
from app.giving import queries as giving
from app.giving.models import Visibility
from app.record import actions
from app.record.schemas.reading import RecordRefused, read_document

SMALL = """
sources:
  - {code: S0, about: Document}
organizations:
  - {code: mmeia, name: Ministère, kind: ministry, country: ML, source: S0}
series:
  - {code: toukanblon, title: Cadre, source: S0}
events:
  - {code: un, series: toukanblon, kind: session, title: Un, mode: hybrid, source: S0,
     concerns: [{title: Les soins sont chers}]}
policies:
  - {code: ponam, title: Politique, plan: {from: 2015, to: 2019}, source: S0}
agreements:
  - {code: a, title: Accord, parties: [mmeia], source: S0,
     axes: [{code: AXE1, title: Axe, commitments: [Partager]}]}
giving:
  pledges:
    - code: don
      made_at: un
      amount: 100
      currency: USD
      counter_value: {amount: 56400, currency: XOF}
      implied_rate: "564"
      for: Étudiants
      source: S0
      steps:
        - {kind: handover, on: 2025-11-27, at: un, instrument: cheque}
        - {kind: transfer, on: 2025-11-27, to: mmeia}
        - {kind: allocation, to: Étudiants}
  programmes:
    - code: prog
      title: Programme
      claimed: {projects: 3, total: {amount: 70, currency: XOF}}
      source: S0
      lines:
        - {title: Une, projects: 1, amount: 30}
        - {title: Deux, projects: 2, amount: 40}
tokten:
  source: S0
  period: {from: 2013-01-01, to: 2016-12-31}
  experts: {at_2012_12_31: 4, at_2016_12_31: 7, new: 3, new_by_sector: {sante: 1, education: 2}}
  missions:
    claimed: {missions: 3, trained: 9}
    by_sector:
      - {sector: sante, missions: 1, trained: 4}
      - {sector: autres, missions: 2, trained: 5}
indicators:
  - {code: tout, title: Logements, period: 2015, value: 1556, source: S0}
  - {code: part, title: dont ailleurs, period: 2015, value: 307, source: S0,
     claimed: {share_percent: "14.81"}}
checks:
  - prog: {projects: 3, total: 70}
  - part: {claimed_share: "14.81", computed_share: "19.73", discrepancy: true}
"""


def bring(text: str = SMALL) -> dict[str, dict[str, int]]:
    report = actions.import_record(SYSTEM, document=read_document(text.encode()))
    return {section: dict(counts) for section, counts in report.sections.items()}


def refusal(text: str) -> tuple[int, str]:
    with pytest.raises(RecordRefused) as refused:
        bring(text)
    return refused.value.faults[0]


def line_of(piece: str, text: str = SMALL) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_the_gift_goes_from_hand_to_hand_and_nothing_is_left(record: None) -> None:
    gift = giving.gift(ANONYMOUS, "don-cuba-2025")
    assert gift.pledge is not None
    assert (gift.pledge.amount, gift.pledge.currency) == (1_000_000, "USD")
    assert gift.pledge.shown_rate == Decimal(564)
    assert (gift.pledge.equivalent, gift.pledge.equivalent_currency) == (5_640_000, "XOF")
    assert (gift.donor, gift.pledge.visibility) == ("Makan Diarra", Visibility.NAMED)
    assert [step.entry.kind.value for step in gift.steps] == ["receipt", "transfer", "allocation"]
    assert gift.left() == [Money(0, "USD")]
    assert gift.is_honoured
    assert giving.broken_promises() == []


def test_what_the_record_does_not_say_of_the_gift_stays_unknown(record: None) -> None:
    gift = giving.gift(ANONYMOUS, "don-cuba-2025")
    pledge = gift.pledge
    assert pledge is not None
    assert (pledge.spoken_at, pledge.confirmed_at, pledge.donor_id) == (None, None, None)
    handed, transferred, allotted = [step.entry for step in gift.steps]
    assert (handed.occurred_on, transferred.occurred_on) == (date(2025, 11, 27),) * 2
    assert (allotted.occurred_on, transferred.instrument) == (None, None)
    assert {e.prepared_by_id for e in (handed, transferred, allotted)} == {None}
    assert gift.steps[0].first.to_place.organisation_id is None
    assert gift.receipts == []


def test_a_donor_who_is_not_publicly_named_stays_unnamed(app: Flask) -> None:
    bring(SMALL.replace("      amount: 100\n", "      donor: Une Personne\n      amount: 100\n"))
    assert giving.gift(ANONYMOUS, "don").donor is None


def test_an_agreement_brings_its_axes_and_commitments_under_lasting_references(
    record: None,
) -> None:
    agreement = followup.instrument_or_none("ma-ml-2019")
    assert agreement is not None
    assert agreement.signed_on == date(2019, 2, 25)
    assert [axis.code for axis in agreement.axes] == ["AXE1", "AXE2"]
    assert [party.organisation.slug for party in agreement.parties] == ["ma-mre", "mmeia"]
    first = followup.recommendation(ANONYMOUS, "MA-ML-2019/E-01")
    assert first.axis is not None
    assert (first.axis.code, first.nature.value) == ("AXE1", "commitment")
    assert followup.recommendation(ANONYMOUS, "MA-ML-2019/E-08").axis_id is not None
    undated = followup.instrument_or_none("ml-cm")
    assert undated is not None
    assert (undated.signed_on, undated.amends, undated.parties) == (None, "Traité de 1964", [])


def test_the_policy_keeps_its_years_its_budget_and_its_axes(record: None) -> None:
    policy = followup.instrument_or_none("ponam")
    assert policy is not None
    assert (policy.plan_from, policy.plan_to) == (2015, 2019)
    assert (policy.budget, policy.currency) == (120_000_000_000, "XOF")
    assert policy.taxonomy is not None
    assert len(policy.taxonomy.terms) == 5


def test_every_concern_noted_in_a_meeting_begins_a_chain(record: None) -> None:
    assert followup.count_of_concerns(ANONYMOUS) == 10


def test_figures_keep_their_doubts_and_their_sources(record: None) -> None:
    abroad = followup.figure(ANONYMOUS, "diaspora-total").latest
    returned = followup.figure(ANONYMOUS, "assistes").latest
    transfers = followup.figure(ANONYMOUS, "transferts-2017").latest
    assert abroad is not None
    assert returned is not None
    assert transfers is not None
    assert (abroad.value, abroad.at_least, abroad.source.code) == (4_000_000, True, "S4")
    assert (returned.about, returned.period, returned.year) == (True, "quatre ans", None)
    assert (transfers.is_projection, transfers.also_value) == (True, 759_000_000)
    assert (transfers.also_unit, transfers.cites) == ("EUR", "BCEAO")
    passports = followup.figure(ANONYMOUS, "passeports-etablis-2016")
    assert passports.beside is not None
    assert passports.beside.value == 8515


def test_a_second_import_writes_nothing(app: Flask) -> None:
    bring()
    before = count()
    again = bring()
    assert {outcome for counts in again.values() for outcome in counts} == {
        "unchanged",
        "exact or explained",
    }
    assert count() == before
    assert list(broken_links()) == []


def test_two_typists_do_not_make_two_agreements(app: Flask) -> None:
    bring(SMALL.replace("[Partager]", "[Partage d’expérience]"))
    bring(SMALL.replace("[Partager]", '["Partage d\'expérience"]'))
    agreement = followup.instrument_or_none("a")
    assert agreement is not None
    assert agreement.issued == 1


def test_a_new_value_of_a_figure_is_stated_beside_the_old_one(app: Flask) -> None:
    bring()
    more = SMALL.replace("period: 2015, value: 1556", "period: 2016, value: 1600")
    assert bring(more)["indicators"] == {"updated": 1, "unchanged": 1}
    figure = followup.figure(ANONYMOUS, "tout")
    assert [(one.period, one.value) for one in figure.measurements] == [
        ("2015", 1556),
        ("2016", 1600),
    ]
    share = followup.figure(ANONYMOUS, "part").share
    assert share is not None
    assert share.computed == Decimal("19.73")  # of the whole of its own year


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [
        ("parties: [mmeia]", "parties: [rien]", "rien"),
        ("title: Accord, parties", "title: Accord, source: S9, x: 1, parties", "x"),
        ("plan: {from: 2015, to: 2019}", "plan: {from: 2019, to: 2015}", "la fin vient avant"),
        ("made_at: un", "made_at: rien", "rien"),
        ("      amount: 100\n", "      amount: 0\n", "amount"),
        ("      amount: 100\n", "      amount: -100\n", "amount"),
        ("      amount: 100\n", "      amount: 1000000000000000\n", "amount"),
        ("      amount: 100\n", "      amount: 99999999999999\n", "trop grand"),
        ("      amount: 100\n", "      amount: 1.5\n", "amount"),
        ("currency: USD", "currency: ZZZ", "ZZZ"),
        ('implied_rate: "564"', 'implied_rate: "0"', "implied_rate"),
        ('implied_rate: "564"', 'implied_rate: "-564"', "implied_rate"),
        ("{amount: 56400, currency: XOF}", "{amount: 56400, currency: USD}", "contre-valeur"),
        ("{kind: handover, on", "{kind: cadeau, on", "kind"),
        ("{kind: handover, on", "{kind: allocation, to: X, on", "remise"),
        ("to: mmeia}", "to: rien}", "rien"),
        ("{kind: allocation, to: Étudiants}", "{kind: allocation}", "à qui"),
        ("on: 2025-11-27, to", "on: 2025-11-26, to", "étape précédente"),
        ("projects: 1, amount: 30", "projects: 1, partner: rien, amount: 30", "rien"),
        ("total: {amount: 70, currency: XOF}", "total: {amount: 70, currency: EURO}", "currency"),
        ("claimed: {projects: 3, total: {amount: 70, currency: XOF}}", "about: x", "about"),
        ("{from: 2013-01-01, to: 2016-12-31}", "{from: 2016-01-01, to: 2013-12-31}", "la fin"),
        ("at_2012_12_31: 4", "at_2012_02_31: 4", "jour"),
        ("{sante: 1, education: 2}", "{magie: 1, education: 2}", "magie"),
        ("{sector: sante, missions", "{sector: magie, missions", "sector"),
        ("period: 2015, value: 307", "period: 2015, share_of: rien, value: 307", "rien"),
        ("value: 307", "is_about: true, is_at_least: true, value: 307", "pas les deux"),
        ('share_percent: "14.81"', 'share_percent: "14.815"', "share_percent"),
        ("{code: part, title", "{code: tout, title", "déjà donné"),
        ("policies:", "politiques:", "politiques"),
    ],
)
def test_a_bad_section_is_refused_with_its_line_and_writes_nothing(
    app: Flask, right: str, wrong: str, word: str
) -> None:
    assert right in SMALL
    at, reason = refusal(SMALL.replace(right, wrong))
    assert word in reason
    assert abs(at - line_of(right)) <= 5, (at, reason)
    assert (directory.sources(), count()) == ({}, 0)


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [
        ("projects: 3, total: 70}\n", "projects: 4, total: 70}\n", "attendu 4"),
        ("- prog: {projects: 3,", "- rien: {projects: 3,", "rien"),
        ('computed_share: "19.73", disc', 'computed_share: "19.72", disc', "19.72"),
        ('"19.73", discrepancy: true', '"19.73"', "claimed_share"),
        ('{claimed_share: "14.81"', '{claimed_share: "14.82"', "claimed_share"),
        ("title: Deux, projects: 2", "title: Deux, projects: 1", "donnent 2"),
    ],
)
def test_a_file_whose_arithmetic_does_not_hold_is_refused_whole(
    app: Flask, right: str, wrong: str, word: str
) -> None:
    assert right in SMALL
    at, reason = refusal(SMALL.replace(right, wrong))
    assert word in reason
    assert at >= line_of("checks:")
    assert (directory.sources(), count()) == ({}, 0)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("      amount: 100\n", "      amount: 90\n"),
        ("title: Une, projects: 1, amount: 30", "title: Une, projects: 1, amount: 31"),
        ("code: tout, title: Logements", "code: tout, title: Maisons"),
    ],
)
def test_what_is_never_rewritten_is_refused_when_a_file_says_it_otherwise(
    app: Flask, right: str, wrong: str
) -> None:
    bring()
    before = count()
    at, reason = refusal(SMALL.replace(right, wrong))
    assert "déjà enregistré autrement" in reason
    assert at > 1
    assert count() == before
