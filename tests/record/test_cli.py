"""The commands of the record and of the demonstration."""

import json
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app.core.facts import count
from app.directory import queries as directory
from config import Settings

SMALL = "sources:\n  - {code: S0, about: Document}\n"


def test_an_import_prints_its_counts(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(SMALL + "indicators: [{code: a}, {code: b}]\n")
    result = app.test_cli_runner().invoke(args=["record", "import", str(file)])
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "sources: 1 created"
    assert result.output.splitlines()[-1] == "indicators: 2 not yet read"


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
