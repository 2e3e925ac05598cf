"""
Reads a record file as plain data, and remembers the line of each value.

The file is YAML without what makes YAML dangerous or surprising: no anchors, aliases, tags or
directives, no key given twice, and words such as `on` or `NO` stay words.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from app.core.errors import Refused
from app.core.i18n import N_, translate

LARGEST = 512 * 1024
DEEPEST = 12

Path = tuple[str | int, ...]

PLAIN_VALUES = {"null": None, "~": None, "": None, "true": True, "false": False}
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")

TOO_LARGE = N_("le fichier dépasse %(most)s Ko")
NOT_TEXT = N_("le fichier n’est pas écrit en UTF-8 (octet %(byte)s)")
NOT_READ = N_("la syntaxe n’est pas lisible : %(problem)s")
NOT_A_DAY = N_("ce jour n’existe pas : %(value)s")
OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
NOT_ACCEPTED = {
    yaml.AliasToken: N_("les renvois (*nom) ne sont pas acceptés"),
    yaml.AnchorToken: N_("les ancres (&nom) ne sont pas acceptées"),
    yaml.TagToken: N_("les étiquettes de type (!nom) ne sont pas acceptées"),
    yaml.DirectiveToken: N_("les directives (%YAML) ne sont pas acceptées"),
}
TOO_DEEP = N_("trop de niveaux emboîtés")
NOT_A_SECTION = N_("le fichier doit être fait de sections")
TWICE = N_("la clé « %(key)s » est donnée deux fois")
NOT_A_KEY = N_("cette clé n’est pas un mot")


class RecordRefused(Refused):
    """A record file cannot be imported; nothing was written."""

    status = 422
    code = "record_refused"
    message = N_("Le fichier est refusé et rien n’a changé : %(reasons)s")

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        self.faults = sorted(set(faults))
        lines = [
            translate(N_("ligne %(line)s : %(reason)s"), line=line, reason=reason)
            for line, reason in self.faults
        ]
        super().__init__(reasons=" ; ".join(lines))


@dataclass(frozen=True)
class Document:
    """The data of a record file, and the line where each value stands."""

    data: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_document(content: bytes) -> Document:
    """
    Return the data of a record file.

    :raises RecordRefused: with the line and the reason
    """
    if len(content) > LARGEST:
        raise _refused(1, TOO_LARGE, most=LARGEST // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(line, NOT_TEXT, byte=error.start) from None
    try:
        _refuse_dangerous(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused(mark.line + 1 if mark else 1, NOT_READ, problem=error.problem) from None
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise _refused(line, NOT_READ, problem=getattr(error, "reason", "")) from None
    if not isinstance(node, yaml.MappingNode):
        raise _refused(1, NOT_A_SECTION)
    lines: dict[Path, int] = {}
    return Document(_value_of(node, (), lines), lines)


def _refuse_dangerous(text: str) -> None:
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        line = token.start_mark.line + 1
        reason = NOT_ACCEPTED.get(type(token))
        if reason:
            raise _refused(line, reason)
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > DEEPEST:
            raise _refused(line, TOO_DEEP)


def _value_of(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping_of(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value_of(item, (*path, index), lines) for index, item in enumerate(node.value)]
    return _scalar_of(node)


def _mapping_of(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _refused(line, NOT_A_KEY)
        key = key_node.value
        if key in found:
            raise _refused(line, TWICE, key=key)
        lines[(*path, key)] = line
        found[key] = _value_of(value_node, (*path, key), lines)
    return found


def _scalar_of(node: Any) -> Any:
    text = node.value
    if node.style is not None:
        return text
    if text in PLAIN_VALUES:
        return PLAIN_VALUES[text]
    if WHOLE.fullmatch(text):
        return int(text)
    if DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _refused(node.start_mark.line + 1, NOT_A_DAY, value=text) from None
    return text


def _refused(line: int, message: str, **values: Any) -> RecordRefused:
    return RecordRefused([(line, translate(message, **values))])
