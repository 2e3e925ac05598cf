"""The catalogues as the application reads them, compiled from the ones that people write."""

import os
from pathlib import Path

from babel.messages import mofile

from scripts.translations import FOLDER, read


def compile_catalogues(folder: Path = FOLDER) -> None:
    """Compile each catalogue that is newer than its compiled form, as `make build` does."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            draft = compiled.with_suffix(f".{os.getpid()}.part")
            with draft.open("wb") as file:
                mofile.write_mo(file, read(source))
            draft.replace(compiled)
