"""The build of style and scripts, as an update runs it."""

import json
import shutil
import subprocess
from pathlib import Path

from scripts.build_front import ROOT, with_node


def stage_of(tree: Path) -> str:
    """Return the name under which the script of the stage is published in a tree."""
    manifest: dict[str, str] = json.loads((tree / "app/static/dist/manifest.json").read_text())
    return manifest["stage.js"]


def test_a_page_that_is_open_finds_its_files_after_an_update(tmp_path: Path) -> None:
    for name in ("build.mjs", "build.css.mjs"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "app/static", tmp_path / "app/static")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    stage = tmp_path / "app/static/src/live/stage.js"
    names = [stage_of(tmp_path)]
    for update in range(2):
        stage.write_text(f"{stage.read_text()}\nconsole.log({update});\n")
        subprocess.run(["node", "build.mjs"], cwd=tmp_path, env=with_node(), check=True)
        names.append(stage_of(tmp_path))
    kept = [(tmp_path / "app/static/dist" / name).exists() for name in names]
    assert kept == [False, True, True]  # and no more than that: an update is not kept for ever
