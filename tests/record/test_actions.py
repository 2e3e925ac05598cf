"""The record comes in whole or not at all, and a second time changes nothing."""

import pytest
from flask import Flask

from app.core.actors import ANONYMOUS, SYSTEM
from app.core.errors import NotAllowed, SignInRequired
from app.core.facts import broken_links, count
from app.directory import queries as directory
from app.meetings import queries as meetings
from app.record import actions
from app.record.cli import PUBLIC_RECORD
from app.record.schemas.reading import Document, RecordRefused, read_document
from tests.factories import accounts as people

SMALL = """
sources:
  - {code: S0, about: Document}
taxonomies:
  - {code: themes, title: Thèmes, source: S0, items: [{code: sante, title: Santé}]}
organizations:
  - {code: mmeia, name: Ministère, kind: ministry, country: ML, source: S0}
series:
  - {code: ccmex, title: Cadre, convened_by: mmeia, source: S0}
events:
  - {code: un, series: ccmex, kind: session, title: Un, mode: hybrid,
     starts_on: 2025-12-16, source: S0}
"""


def document(text: str = SMALL) -> Document:
    return read_document(text.encode())


def bring(text: str = SMALL) -> dict[str, dict[str, int]]:
    report = actions.import_record(SYSTEM, document=document(text))
    return {section: dict(counts) for section, counts in report.sections.items()}


def refusal(text: str) -> tuple[int, str]:
    with pytest.raises(RecordRefused) as refused:
        bring(text)
    return refused.value.faults[0]


def test_the_whole_public_record_comes_in(app: Flask) -> None:
    report = actions.import_record(SYSTEM, document=read_document(PUBLIC_RECORD.read_bytes()))
    counts = {section: dict(found) for section, found in report.sections.items()}
    assert counts == {
        "sources": {"created": 5},
        "taxonomies": {"created": 3},
        "organizations": {"created": 17},
        "series": {"created": 11},
        "events": {"created": 18},
        "concerns": {"created": 10},
        "policies": {"created": 1},
        "agreements": {"created": 3},
        "pledges": {"created": 1},
        "programmes": {"created": 2},
        "tokten": {"created": 25},
        "indicators": {"created": 13},
        "checks": {"exact or explained": 15},
    }
    assert list(broken_links()) == []


def test_the_record_says_what_its_sources_say(record: None) -> None:
    ccmex = directory.framework(ANONYMOUS, "ccmex")
    assert ccmex.objectives is not None
    assert len(ccmex.objectives.terms) == 9
    assert [committee.name for committee in ccmex.committees] == [
        "Comité de pilotage",
        "Comité technique",
    ]
    mission = meetings.meeting(ANONYMOUS, "aesm-maroc-2025")
    assert [stop.place for stop in mission.stops] == ["Casablanca", "Rabat", "Tanger"]
    assert [host.organisation.slug for host in mission.hosts] == [
        "ambassade-rabat",
        "oim",
        "anre",
        "isesco",
        "ensmr",
    ]
    assert len(mission.notes_of("concern")) == 8
    cuba = meetings.meeting(ANONYMOUS, "toukanblon-cuba")
    assert (cuba.starts_on, str(cuba.known_before)) == (None, "2025-11-27")
    sixth = meetings.meeting(ANONYMOUS, "hcme-6")
    assert [(f.what.value, f.value, f.at_least) for f in sixth.figures] == [("countries", 50, True)]
    ponam = directory.taxonomy("ponam")
    assert ponam is not None
    assert (ponam.declared_count, len(ponam.terms)) == (8, 5)


def test_a_second_import_changes_nothing_and_writes_no_fact(record: None) -> None:
    before = count()
    report = actions.import_record(SYSTEM, document=read_document(PUBLIC_RECORD.read_bytes()))
    assert (report.total("created"), report.total("updated")) == (0, 0)
    assert report.total("unchanged") == 109
    assert count() == before


def test_a_changed_line_updates_that_thing_alone(app: Flask) -> None:
    bring()
    counts = bring(SMALL.replace("title: Un,", "title: Une,"))
    assert counts["events"] == {"updated": 1}
    assert counts["organizations"] == {"unchanged": 1}
    assert meetings.meeting(ANONYMOUS, "un").title == "Une"


def test_a_cancellation_outlives_an_import(app: Flask) -> None:
    from app.meetings.actions import cancel_meeting

    bring(SMALL.replace("2025-12-16", "2099-12-16"))
    cancel_meeting(SYSTEM, meetings.meeting(ANONYMOUS, "un"), reason="Pluie")
    assert bring(SMALL.replace("2025-12-16", "2099-12-16"))["events"] == {"unchanged": 1}
    assert meetings.meeting(ANONYMOUS, "un").is_cancelled


@pytest.mark.parametrize(
    ("right", "wrong", "line", "word"),
    [
        ("series: ccmex, kind", "series: rien, kind", 11, "rien"),
        ("convened_by: mmeia", "convened_by: rien", 9, "rien"),
        ("2025-12-16, source: S0", "2025-12-16, source: S7", 12, "S7"),
        ("mode: hybrid", "mode: hybrid, theme: rien", 11, "theme"),
        ("mode: hybrid", "mode: hybrid, hosts: [mmeia, rien]", 11, "rien"),
        ("mode: hybrid", "mode: hybrid, about: 'agreement:rien'", 11, "agreement:rien"),
        ("mode: hybrid", "mode: volant", 11, "mode"),
        ("mode: hybrid", "mode: hybrid, couleur: vert", 11, "couleur"),
        ("mode: hybrid", "mode: hybrid, ends_on: 2025-12-15", 11, "la fin vient avant"),
        ("mode: hybrid", "mode: hybrid, before: 2025-12-17", 11, "before"),
        ("mode: hybrid", "mode: hybrid, country: XX", 11, "country"),
        ("mode: hybrid", "mode: hybrid, claimed: {rois: 3}", 11, "rois"),
        ("mode: hybrid", "mode: hybrid, claimed: {countries: -3}", 11, "countries"),
        ("starts_on: 2025-12-16", "starts_on: hier", 12, "2025-12-16"),
        ("country: ML", "country: Mali", 7, "pays"),
        ("kind: ministry", "kind: royaume", 7, "kind"),
        ("name: Ministère", "name: [Ministère]", 7, "name"),
        ("{code: S0, about: Document}", "{code: S0}", 3, "about"),
        ("events:", "fêtes:", 10, "fêtes"),
        ("items: [{", "items: [{code: sante, title: Deux}, {", 5, "sante"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_changes_nothing(
    app: Flask, right: str, wrong: str, line: int, word: str
) -> None:
    assert right in SMALL
    at, reason = refusal(SMALL.replace(right, wrong))
    assert (at, word in reason) == (line, True), reason
    assert directory.sources() == {}
    assert count() == 0


def test_a_code_given_twice_names_both_lines(app: Flask) -> None:
    twice = SMALL + "  - {code: un, series: ccmex, kind: forum, title: Deux, mode: onsite}\n"
    at, reason = refusal(twice)
    assert (at, "ligne 11" in reason) == (13, True)


def test_a_file_may_refer_to_what_came_in_before(app: Flask) -> None:
    bring()
    more = "events:\n  - {code: deux, series: ccmex, kind: forum, title: Deux, mode: onsite}\n"
    assert bring(more)["events"] == {"created": 1}


def test_only_the_system_imports(app: Flask) -> None:
    with pytest.raises(SignInRequired):
        actions.import_record(ANONYMOUS, document=document())
    with pytest.raises(NotAllowed):
        actions.import_record(people.actor(people.member()), document=document())
    assert directory.sources() == {}
