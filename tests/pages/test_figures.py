"""The figures: each with its source, what is claimed beside what the rows give."""

import csv
import io
from datetime import date
from decimal import Decimal

from flask import Flask

from app.core.actors import ANONYMOUS, SYSTEM
from app.followup import actions as followup
from app.pages import queries
from tests.conftest import Client
from tests.factories import directory
from tests.factories import meetings as factory
from tests.factories.meetings import counted_queries


def row_of(page: str, place: str) -> str:
    start = page.index(f'id="{place}"')
    return " ".join(page[start : page.index("</tr>", start)].split())


COMPUTED = {
    ("reinsertion-2013-2017", "projects"): (264, 264, "exact"),
    ("reinsertion-2013-2017", "total"): (901_304_460, 901_304_460, "exact"),
    ("reinsertion-2013-2017", "jobs"): (800, None, "unknown"),
    ("reinsertion-2025", "mean"): (None, 1_333_333, "computed"),
    ("don-cuba-2025", "counter_value"): (5_640_000, 5_640_000, "exact"),
    ("don-cuba-2025", "rate"): (564, 564, "exact"),
    ("tokten-missions", "sum"): (200, 200, "exact"),
    ("tokten-trained", "sum"): (10_248, 10_248, "exact"),
    ("tokten-experts", "final"): (557, 557, "exact"),
    ("tokten-structures", "final"): (169, 169, "exact"),
    ("logements-diaspora-2015", "share"): ("14.81", "19.73", "gap"),
    ("cic-transmises-2016", "share"): (None, "40.28", "computed"),
}


def test_each_figure_is_computed_from_rows(record: None) -> None:
    found = {(c.code, c.name): c for c in queries.checks(ANONYMOUS)}
    for place, (claimed, computed, verdict) in COMPUTED.items():
        said, given = (None if v is None else Decimal(str(v)) for v in (claimed, computed))
        one = found[place]
        assert (one.claimed, one.computed, one.verdict) == (said, given, verdict), place
    assert ("diaspora-afrique", "share") not in found  # a share of "at least" says nothing


def test_the_gap_is_marked_in_words_and_shape(record: None, client: Client) -> None:
    row = row_of(client.get("/reperes").text, "logements-diaspora-2015-share")
    assert "14,81 %" in row
    assert "19,73 %" in row
    assert 'data-state="refused">Écart<' in row
    assert "4,92 points de plus que ce qui est annoncé" in row
    assert "307 sur 1 556" in row


def test_what_agrees_says_how_it_was_computed(record: None, client: Client) -> None:
    row = row_of(client.get("/reperes").text, "reinsertion-2013-2017-total")
    assert row.count("901 304 460") == 2
    assert 'data-state="done">Concordent<' in row
    assert "somme des lignes du programme" in row


def test_doubts_sources_and_periods_are_shown(record: None, client: Client) -> None:
    page = " ".join(client.get("/reperes").text.split())
    for words in ("au moins", "environ", "projection", "quatre ans", "qui cite BCEAO"):
        assert words in page
    assert "établis supérieurs aux demandes reçues" in page
    assert "Bilan du ministère, 2013–2017" in page


def test_charts_are_tables(record: None, client: Client) -> None:
    page = client.get("/reperes").text
    chart = page[page.index("Missions TOKTEN, 2013–2016") :]
    chart = chart[: chart.index("</table>")]
    assert '<svg class="bar"' in chart
    assert '<th scope="row">Éducation</th>' in chart
    assert ">154<" in chart


def test_the_page_shows_every_line_that_the_command_checks(record: None, client: Client) -> None:
    page = client.get("/reperes").text
    for found in queries.checks(ANONYMOUS):
        assert f'id="{found.code}-{found.name}"' in page


NARROWED = {
    "source=S1": ("Pays de présence", "Demandes de passeports"),
    "source=S2": ("don-cuba-2025-rate", "tokten-missions-sum"),
    "verdict=gaps": ("logements-diaspora-2015-share", "don-cuba-2025-rate"),
    "source=rien": ("Aucun chiffre ici", "don-cuba-2025-rate"),
    "verdict=rien": ("Cette réponse", "Aucun chiffre ici"),
}


def test_the_figures_are_narrowed(record: None, client: Client) -> None:
    for query, (there, gone) in NARROWED.items():
        answer = client.get(f"/reperes?{query}")
        assert answer.status_code == 200
        assert there in answer.text, query
        assert gone not in answer.text, query


def test_the_table_has_one_line_for_each_figure(record: None, client: Client) -> None:
    answer = client.get("/reperes.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    gap = next(row for row in rows if row["Code"] == "logements-diaspora-2015")
    assert (gap["Annoncé"], gap["Recalculé"], gap["Constat"]) == ("14.81", "19.73", "Écart")
    abroad = next(row for row in rows if row["Code"] == "diaspora-total")
    assert (abroad["Annoncé"], abroad["Précision"], abroad["Source"]) == (
        "4000000",
        "au moins",
        "S4",
    )
    assert (
        sum(int(row["Annoncé"]) for row in rows if row["Chiffre"].startswith("Missions T")) == 600
    )


def test_the_number_of_queries_does_not_grow(record: None, client: Client) -> None:
    client.get("/reperes")
    with counted_queries() as few:
        client.get("/reperes")
    source = directory.source()
    for number in range(20):
        one = followup.register_indicator(SYSTEM, code=f"n-{number}", title="Nombre")
        followup.state_measurement(SYSTEM, one, value=number, source=source.code)
    with counted_queries() as many:
        client.get("/reperes")
    assert len(many) == len(few)


def test_an_empty_platform_has_a_page_of_figures(app: Flask, client: Client) -> None:
    answer = client.get("/reperes")
    assert answer.status_code == 200
    assert "Aucun chiffre ici" in answer.text


def test_the_home_page_shows_the_promise_that_was_kept(record: None, client: Client) -> None:
    page = client.get("/").text
    kept = " ".join(page[page.index('id="kept"') : page.index("Voir le chemin de ce don")].split())
    assert "10 000" in kept
    assert "Makan Diarra" in kept
    assert "Honorée" in kept
    assert "4 portes sur 4" in kept
    assert "27 novembre 2025" in kept
    assert "démonstration" not in kept


def test_the_home_page_shows_concerns_with_their_doors(record: None, client: Client) -> None:
    page = client.get("/").text
    rows = page[page.index('id="outcomes"') : page.index('id="landmarks"')]
    assert rows.count("Attend une recommandation") == 4
    assert rows.count("1 porte sur 7") == 4


def test_a_concern_that_became_something_comes_first(record: None, client: Client) -> None:
    meeting = factory.meeting("Réunion", starts_on=date(2025, 1, 2))
    instrument = followup.register_instrument(
        SYSTEM, code="REU-1", kind="meeting", meeting=meeting.slug
    )
    concern = followup.enter_concern(SYSTEM, words="Les visas sont lents", meeting=meeting.slug)
    followup.issue_recommendation(
        SYSTEM, instrument, text="Ouvrir un guichet", concern=concern.ref, source="S1"
    )
    first = queries.outcomes(ANONYMOUS, date(2025, 2, 1), limit=4)[0]
    assert first.concern.words == "Les visas sont lents"
    assert first.recommendation is not None
    assert [door.state for door in first.doors][:2] == ["done", "done"]
    page = client.get("/").text
    assert "/suivi/REU-1/R-01" in page[page.index('id="outcomes"') :]


def test_the_home_page_shows_the_figures_of_the_record(record: None, client: Client) -> None:
    page = " ".join(client.get("/").text.split())
    page = page[page.index('id="landmarks"') :]
    assert "4 000 000" in page
    assert "77" in page
    assert "264 projets" in page
    assert "901 304 460" in page
    assert "Écart : 14,81 % annoncés" in page


def test_the_home_page_asks_as_little_of_the_database_however_much_there_is(
    record: None, client: Client
) -> None:
    client.get("/")
    with counted_queries() as few:
        client.get("/")
    for number in range(10):
        followup.enter_concern(SYSTEM, words=f"Préoccupation {number}")
    with counted_queries() as many:
        client.get("/")
    assert len(many) <= len(few)
