"""nginx with the deployment's own configuration, less what only a public server has."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen, run

from tests.services.programs import (
    ROOT,
    answers,
    find_program,
    free_port,
    new_folder,
    start_program,
    stop_program,
    wait_until,
)

AROUND = """
daemon off;
{user}
error_log stderr;
pid {folder}/pid;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


@dataclass
class Nginx:
    """A running nginx before some web processes."""

    port: int
    process: Popen[bytes]

    @property
    def url(self) -> str:
        """The address that clients call."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End nginx."""
        stop_program(self.process)


def nginx(ports: list[int]) -> Nginx:
    """
    Start nginx before web processes on these ports.

    Its configuration is deploy/nginx.conf: without TLS, and with clients that stick by a header of
    theirs instead of their address, since here all of them have the same one.
    """
    folder, port = new_folder("nginx"), free_port()
    command = [find_program("nginx"), *written(folder, site(ports, port))]
    process = start_program(command, log=folder / "log", cwd=folder)
    wait_until(lambda: answers(port), process)
    return Nginx(port, process)


def written(folder: Path, site: str) -> list[str]:
    """Write the configuration around a site, and return the arguments that name it."""
    path = folder / "nginx.conf"
    # Else the process that serves has no right to the folder, which is this user's alone.
    user = "" if os.geteuid() else "user root;"
    path.write_text(AROUND.format(folder=folder, site=site, user=user))
    return ["-p", str(folder), "-c", str(path)]


def site(ports: list[int], port: int) -> str:
    """Return the deployment's site for these web processes, listening on `port` without TLS."""
    text = Path(ROOT, "deploy", "nginx.conf").read_text()
    servers = "\n".join(f"    server 127.0.0.1:{one};" for one in ports)
    text = re.sub(r"(    server 127\.0\.0\.1:\d+;\n)+", lambda _found: servers + "\n", text)
    text = text.replace("ip_hash;", "hash $http_x_phone consistent;")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    return re.sub(r" *(ssl_certificate|ssl_certificate_key) .*;\n", "", text)


def refused(certificate: Path) -> str:
    """Return what nginx has against the deployment's site as it is written, TLS included."""
    folder = new_folder("nginx")
    text = Path(ROOT, "deploy", "nginx.conf").read_text()
    text = re.sub(r"listen (80|443)", lambda _found: f"listen 127.0.0.1:{free_port()}", text)
    text = re.sub(r"/etc/ssl/toukanblon/\w+\.pem", str(certificate), text)
    command = [find_program("nginx"), "-t", "-q", *written(folder, text)]
    told = run(command, stderr=PIPE, text=True, check=False)
    return told.stderr if told.returncode else ""
