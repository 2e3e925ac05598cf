"""Say which Debian packages the tests still need: `python -m tests.services`."""

import sys

from tests.services.programs import missing_packages

if packages := missing_packages():
    sys.exit(f"The tests need more programs: apt-get install {' '.join(sorted(packages))}")
