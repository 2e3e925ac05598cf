"""What every application compiles alike is compiled once a run: half of most tests was that."""

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Keeps what templates compile to, in memory; jinja compares their sources itself."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with what its template compiled to, if it is known."""
        if known := self.kept.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the template of `bucket` compiled to."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


def compile_routes_once() -> None:
    """Let routes written alike share the functions that build their addresses."""
    compiling, kept = Rule._compile_builder, {}  # type: ignore[var-annotated]

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        defaults = repr(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in kept:
            kept[key] = compiling(rule, append_unknown)
        return kept[key]  # type: ignore[no-any-return]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]
