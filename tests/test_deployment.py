"""The files of deploy/, read by the programs they are for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from app.core.files import ENVELOPE, LARGEST
from tests.services import fresh_database, serve
from tests.services.certificates import write_certificate
from tests.services.nginx import nginx, refused

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def front() -> Iterator[str]:
    """The address of nginx before one web process."""
    with serve({"DATABASE_URL": fresh_database("sqlite")}) as server:
        before = nginx([int(server.env["PORT"])])
        yield before.url
        before.stop()


def test_nginx_reads_its_site_as_it_is_written(tmp_path: Path) -> None:
    assert refused(write_certificate(tmp_path / "both.pem")) == ""


def test_as_large_a_file_passes_as_the_application_takes(front: str) -> None:
    address = f"{front}/associations/dossiers/inconnu/pieces"
    answer = requests.post(address, data=b"0" * (LARGEST + ENVELOPE), timeout=60)
    assert answer.headers["Content-Security-Policy"]  # it is the application that refused it
    assert answer.status_code == 400


def test_what_is_not_built_on_this_machine_comes_from_the_web_process(front: str) -> None:
    page = requests.get(front, timeout=60)
    (sheet,) = re.findall(r"/static/dist/toukanblon-\w+\.css", page.text)
    assert requests.get(front + sheet, timeout=60).headers["Content-Type"].startswith("text/css")
