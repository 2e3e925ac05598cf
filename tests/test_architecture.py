"""House rules that import-linter cannot see."""

import ast
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest

import app
from app.core.facts import Fact
from tests.services.programs import ROOT

LONGEST_FILE = 300
DOORS = {"views", "api", "sockets", "jobs", "cli", "subscribers"}
WRITES = {"add", "add_all", "delete", "merge", "commit", "flush", "bulk_save_objects"}

# Whose sequences facts may belong to.
SCOPES = {
    r"call:\d+",
    r"concern:\d+",
    "concerns",
    "followup:links",
    r"(indicator|instrument|recommendation):\d+",
    "directory",
    r"dossier:\d+",
    "mail",
    r"giving:(campaigns|ledger|lots|places|rates|receipts)",
    r"meeting:\d+",
    r"person:\d+",
    r"pledge:\d+",
    r"programme:\d+",
    "record",
    r"room:\d+",
    r"room:\d+:votes",
    r"room:\d+:ballots",
    "sign-in",
}

# What a fact may hold: numbers of rows and words of the code, never what somebody wrote.
SAMPLES = {
    "<class 'int'>": 1,
    "int | None": 1,
    "<class 'str'>": "x",
    "str | None": "x",
    "<class 'bool'>": True,
    "list[int]": [1],
    "tuple[str, ...]": ("x",),
}

# Words that are not translated: names of languages in themselves, of demonstration people and
# meetings (they are data), regular expressions and typographic signs.
FRENCH_AS_DATA = {
    "app/accounts/actions/demonstration.py",
    "app/core/formats.py",
    "app/core/i18n.py",
    "app/core/money.py",
    "app/live/queries/lookalikes.py",
    "app/live/schemas/questions.py",
    "app/meetings/schemas/planning.py",
    "app/record/actions/accreditations.py",
    "app/record/actions/demonstration.py",
    "app/record/actions/demonstration_followup.py",
    "app/record/actions/demonstration_giving.py",
    "app/record/actions/outcomes.py",
    "app/record/cli.py",
}

# Methods that do what the class they override says.
INHERITED = {"scope", "fields", "format", "process_bind_param", "process_result_value", "Meta"}


def sources(folder: str = "app") -> list[Path]:
    """Return the Python files of a folder."""
    return sorted(Path(ROOT, folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """Return a file's path inside the repository."""
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a file's syntax tree; each node knows the one it is in."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.within = node  # type: ignore[attr-defined]
    return tree


def around(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node is in, the nearest first."""
    while (node := getattr(node, "within", None)) is not None:  # type: ignore[assignment]
        yield node


def called(node: ast.AST) -> str:
    """Return the last name of what a call calls."""
    function = getattr(node, "func", None)
    return str(getattr(function, "attr", getattr(function, "id", "")))


def modules_below(package: ModuleType) -> Iterator[ModuleType]:
    """Yield a package and every module in it."""
    yield package
    for info in pkgutil.iter_modules(getattr(package, "__path__", [])):
        yield from modules_below(import_module(f"{package.__name__}.{info.name}"))


def action_modules() -> list[ModuleType]:
    """Return the modules of every feature's actions."""
    return [
        module
        for feature in pkgutil.iter_modules(app.__path__)
        if feature.name != "core" and Path(ROOT, "app", feature.name).is_dir()
        for part in ("actions",)
        if list(Path(ROOT, "app", feature.name).glob(f"{part}*"))
        for module in modules_below(import_module(f"app.{feature.name}.{part}"))
    ]


def test_every_public_act_asks_a_rule() -> None:
    acts = [
        (f"{module.__name__}.{name}", act)
        for module in action_modules()
        for name, act in inspect.getmembers(module, inspect.isfunction)
        if act.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert len(acts) > 40
    assert [name for name, act in acts if not callable(getattr(act, "rule", None))] == []


def test_only_actions_and_the_core_write() -> None:
    found = []
    for path in sources():
        if "core" in path.parts or "actions" in {*path.parts, path.stem}:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                names = {alias.name for alias in node.names} & {"insert", "update", "delete"}
                found += [(name_of(path), node.lineno, name) for name in names]
            if not isinstance(node, ast.Call) or called(node) not in WRITES:
                continue
            if "session" in ast.unparse(node.func):
                found.append((name_of(path), node.lineno, called(node)))
    assert found == []


def test_a_door_calls_the_acts_of_its_own_feature() -> None:
    found = []
    for path in sources():
        feature, door = path.relative_to(ROOT / "app").parts[0], path.relative_to(ROOT / "app")
        part = door.parts[1].removesuffix(".py") if len(door.parts) > 1 else ""
        if part not in DOORS:
            continue
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("app."):
                continue
            where = str(node.module).split(".")
            acts = "actions" in where or "actions" in {alias.name for alias in node.names}
            # Subscribers and jobs hand letters to the outbox: that is what delivery is for.
            outbox = part in {"subscribers", "jobs"} and where[1] == "delivery"
            if acts and where[1] not in {feature, "core"} and not outbox:
                found.append((name_of(path), node.module))
    assert found == []


def test_the_socket_answers_through_its_wrapper() -> None:
    found = {
        (name_of(path), node.args[0].value)
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("socketio.on")
        and isinstance(node.args[0], ast.Constant)
    }
    assert {event for _, event in found} == {"connect", "disconnect"}


def test_facts_are_frozen_hold_numbers_and_words_and_name_a_known_scope() -> None:
    for path in sources():
        if path.stem == "facts" and "core" not in path.parts:
            import_module(name_of(path).removesuffix(".py").replace("/", "."))
    kinds = [kind for kind in Fact.kinds.values() if kind.__module__.startswith("app.")]
    assert len(kinds) > 20
    for kind in kinds:
        values = {}
        for one in fields(kind):
            assert one.kw_only, kind
            assert str(get_type_hints(kind)[one.name]) in SAMPLES, (kind, one.name)
            assert one.name not in {"body", "name", "email", "text", "words"}, kind
            values[one.name] = SAMPLES[str(get_type_hints(kind)[one.name])]
        fact = kind(**values)
        if values:
            with pytest.raises(FrozenInstanceError):
                setattr(fact, next(iter(values)), 2)
        assert re.fullmatch("|".join(SCOPES), fact.scope), (kind, fact.scope)


def test_what_is_public_says_in_a_sentence_what_it_does() -> None:
    found = []
    for path in sources():
        if not ast.get_docstring(tree_of(path)):
            found.append(name_of(path))
        for node in ast.walk(tree_of(path)):
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            if not isinstance(node, kinds) or node.name.startswith("_") or node.name in INHERITED:
                continue
            local = any(isinstance(outer, ast.FunctionDef) for outer in around(node))
            said = ast.get_docstring(node)
            if not local and not said:
                found.append(f"{name_of(path)}:{node.name}")
            elif said and not re.search(r"[.:?]$", said.strip().split("\n\n")[0].strip()):
                found.append(f"{name_of(path)}:{node.name} ends without a stop")
    assert found == []


def test_eventlet_is_known_to_the_web_process_alone() -> None:
    found = [
        name_of(path)
        for path in sources()
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import) and "eventlet" in str([a.name for a in node.names]))
        or (isinstance(node, ast.ImportFrom) and "eventlet" in (node.module or ""))
    ]
    assert found == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.js", "*.mjs", "*.css", "*.html"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    # A migration is made from the models, and read with them.
    lines = [line for line in listed.stdout.splitlines() if not line.startswith("migrations/")]
    paths = [ROOT / line for line in lines]
    lengths = {name_of(p): len(p.read_text().splitlines()) for p in paths if p.exists()}
    assert len(lengths) > 100
    assert {name: count for name, count in lengths.items() if count > LONGEST_FILE} == {}


def test_every_french_sentence_in_the_code_is_translated() -> None:
    words = {"N_", "_", "translate", "Phrase", "gettext", "ngettext"}
    found = []
    for path in sources():
        if name_of(path) in FRENCH_AS_DATA:
            continue
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if not re.search(r"[à-ÿÀ-ÝœŒ’«»\u202f]", node.value):
                continue
            said = isinstance(next(around(node)), ast.Expr)
            if not said and not any(called(outer) in words for outer in around(node)):
                found.append((name_of(path), node.lineno, node.value))
    assert found == []


def test_the_imports_go_the_way_they_should() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
