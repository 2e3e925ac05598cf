"""Long texts that people write in Markdown: shown as safe HTML, set as a document."""

import re
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"a", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong", "ul"}
# What Markdown reads as a mark anywhere, and what it reads as one where a line begins.
MARKS = re.compile(r"([\\`*_\[\]<>&])|^(?=[#+=~-])|^(\d+)(?=[.)])")
# Where French keeps a narrow space that must not end a line.
NARROW_SPACE = chr(0x202F)
NARROW = re.compile(r" (?=[?!:;\xbb])|(?<=\xab) ")
LISTS = ("bullet_list", "ordered_list")

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def escaped(text: str) -> str:
    """Return what somebody wrote as one line of Markdown that says it and does nothing else."""
    return MARKS.sub(_harmless, " ".join(text.split()))


def _harmless(mark: re.Match[str]) -> str:
    anywhere, digits = mark.groups()
    return f"{digits}\\" if digits else f"\\{anywhere or ''}"


def as_html(text: str) -> Markup:
    """Return Markdown as HTML that holds no script, no picture and no heading above the second."""
    tokens = _parsed(text)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    drawn = _markdown.renderer.render(tokens, _markdown.options, {})
    safe = nh3.clean(drawn, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"})
    return Markup(safe)  # noqa: S704 - cleaned on the line above


def as_blocks(text: str) -> list[dict[str, Any]]:
    """
    Return Markdown as the blocks of a document: headings, paragraphs and items of lists.

    A heading is never more than one level below the one before: readers of a tagged document
    count on it. The title of the document is the first level.
    """
    found: list[dict[str, Any]] = []
    depth, asked, level = 0, 0, 1
    for token in _parsed(text):
        if token.type.removesuffix("_open").removesuffix("_close") in LISTS:
            depth += token.nesting
        elif token.type == "heading_open":
            asked = int(token.tag[1])
        elif token.type == "inline" and asked:
            level = min(max(asked, 2), level + 1)
            found.append({"kind": "heading", "level": level, "runs": _runs(token)})
            asked = 0
        elif token.type == "inline":
            found.append({"kind": "item" if depth else "paragraph", "runs": _runs(token)})
        elif token.type in ("fence", "code_block"):
            run = {"text": token.content, "strong": False, "emphasis": False}
            found.append({"kind": "paragraph", "runs": [run]})
    return found


def _parsed(text: str) -> list[Token]:
    """Read Markdown; a high mark of punctuation never begins a line."""
    tokens = _markdown.parse(text)
    for token in tokens:
        for child in token.children or ():
            child.content = NARROW.sub(NARROW_SPACE, child.content)
    return tokens


def _runs(inline: Token) -> list[dict[str, Any]]:
    """Return the stretches of a line, each with how it is stressed."""
    runs: list[dict[str, Any]] = []
    strong = emphasis = 0
    for token in inline.children or ():
        strong += token.nesting * (token.tag == "strong")
        emphasis += token.nesting * (token.tag == "em")
        said = " " if token.type in ("softbreak", "hardbreak") else token.content
        if said:
            runs.append({"text": said, "strong": bool(strong), "emphasis": bool(emphasis)})
    return runs
