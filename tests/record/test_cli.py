"""The commands of the record and of the demonstration."""

import json
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.core.db import db
from app.core.facts import count
from app.directory import queries as directory
from app.giving.models import ProgrammeLine
from app.record.cli import PUBLIC_RECORD
from config import Settings

SMALL = "sources:\n  - {code: S0, about: Document}\n"


def test_an_import_prints_its_counts(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(SMALL + "indicators: [{code: a, title: A, value: 3, source: S0}]\n")
    result = app.test_cli_runner().invoke(args=["record", "import", str(file)])
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "sources: 1 created"
    assert result.output.splitlines()[-2:] == ["indicators: 1 created", "checks: empty"]


def test_every_figure_of_the_record_is_computed_again_from_its_rows(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["record", "import", str(PUBLIC_RECORD)]).exit_code == 0
    result = runner.invoke(args=["record", "check"])
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert lines == [
        "reinsertion-2013-2017 projects claimed 264 computed 264 exact",
        "reinsertion-2013-2017 total claimed 901304460 computed 901304460 exact",
        "tokten.missions missions claimed 200 computed 200 exact",
        "tokten.missions trained claimed 10248 computed 10248 exact",
        "tokten.experts new claimed 91 computed 91 exact",
        "tokten.experts final claimed 557 computed 557 exact",
        "tokten.structures new claimed 29 computed 29 exact",
        "tokten.structures final claimed 169 computed 169 exact",
        "don-cuba-2025 counter_value claimed 5640000 computed 5640000 exact",
        "don-cuba-2025 rate claimed 564 computed 564 exact",
        "logements-diaspora-2015 claimed_share claimed 14.81 computed 19.73 écart (attendu)",
        "cic-2016 computed_share claimed nothing computed 40.28 calculé, rien d’annoncé",
        "reinsertion-2025 budget claimed 100000000 computed 100000000 annoncé seulement",
        "reinsertion-2025 beneficiaries claimed 75 computed 75 annoncé seulement",
        "reinsertion-2025 mean claimed nothing computed 1333333 calculé, rien d’annoncé",
        "15 figures, 0 not as the record expects",
    ]


def test_a_row_that_went_astray_is_found_by_the_check(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["record", "import", str(PUBLIC_RECORD)])
    line = db.session.scalars(select(ProgrammeLine).order_by(ProgrammeLine.id)).first()
    assert line is not None
    line.projects = 129
    db.session.commit()
    result = runner.invoke(args=["record", "check"])
    assert result.exit_code == 1
    first = " ".join(result.output.splitlines()[0].split())
    assert first == "reinsertion-2013-2017 projects claimed 264 computed 265 écart INATTENDU"


def test_the_check_of_an_empty_database_says_that_nothing_is_known(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["record", "check"])
    assert result.exit_code == 1
    assert result.output.count("unknown") == 15


def test_a_bad_file_is_refused_with_file_line_and_reason(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(SMALL + "couleurs: [vert]\n")
    result = app.test_cli_runner().invoke(args=["record", "import", str(file)])
    assert result.exit_code == 1
    assert f"{file}:3: la section" in result.output
    assert "Nothing was changed." in result.output
    assert (directory.sources(), count()) == ({}, 0)


def test_the_demonstration_writes_who_plays_each_role(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    runner = app.test_cli_runner()
    assert runner.invoke(args=["demo"]).exit_code == 0
    path = settings.var / "demo.json"
    written = json.loads(path.read_text())
    assert written["room"] == "demonstration"
    assert sorted(written["accounts"]["moderator"]) == ["email", "name", "token"]
    assert path.stat().st_mode & 0o077 == 0
    again = runner.invoke(args=["demo"])
    assert again.exit_code == 0
    assert json.loads(path.read_text()) == written


def test_the_demonstration_never_runs_in_production(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], ENVIRONMENT="production")
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert not (app.config["SETTINGS"].var / "demo.json").exists()
    assert count() == 0
