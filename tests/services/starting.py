"""
What a starter runs: it imports the application once, then becomes a web process for each order.

Nothing of the tests is imported here, and nothing is made: a web process makes it all itself.
"""

import gc
import json
import logging
import os
import random
import runpy
import signal
import sys
from importlib import import_module
from importlib.util import find_spec

WSGI = "wsgi.py"


def become(env: dict[str, str], log: str) -> None:
    """Be the web process: its session, its output and its environment, and nothing begun before."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for mine, given in enumerate((nothing, output, output)):
        os.dup2(given, mine)
    os.environ.clear()
    os.environ.update(env)
    logging.root.handlers.clear()
    random.seed()
    from eventlet import hubs

    hubs.use_hub()  # the other one waits for what the starter opened
    sys.argv = [WSGI]
    runpy.run_path(WSGI, run_name="__main__")


def main() -> None:
    """Bring everything in, then fork for each line of orders and answer the number of the child."""
    gc.disable()
    sys.path.insert(0, os.getcwd())
    import eventlet

    eventlet.monkey_patch()
    from app.factory import DOORS, FEATURES

    for name in (f"app.{feature}.{door}" for feature in FEATURES for door in DOORS):
        if find_spec(name):
            import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the tests see the end of what they started
    print("ready", flush=True)
    for line in sys.stdin:
        orders = json.loads(line)
        if child := os.fork():
            print(child, flush=True)
        else:
            become(**orders)
            return


if __name__ == "__main__":
    main()
