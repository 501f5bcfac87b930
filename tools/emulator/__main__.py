"""An AWS emulator that Terraform's AWS provider can apply to: moto's server with what the provider also needs.

Nothing of moto is changed on disk. `python -m emulator --port 5556` serves one account, 123456789012, from memory.
"""

import argparse
import os
import threading
import time

# Read by moto when it is imported.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
os.environ.setdefault("MOTO_ACM_VALIDATION_WAIT", "1")

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from . import patches, seeds  # noqa: E402
from .retries import Retries  # noqa: E402
from .rights import Rights  # noqa: E402


class IdleWatch:
    """Ends the process when nobody has asked for anything for a while, so that none is forgotten."""

    def __init__(self, app, minutes):
        self.app = app
        self.last = time.monotonic()
        threading.Thread(target=self.watch, args=(minutes * 60,), daemon=True).start()

    def __call__(self, environ, start_response):
        self.last = time.monotonic()
        return self.app(environ, start_response)

    def watch(self, limit):
        while time.monotonic() - self.last < limit:
            time.sleep(5)
        os._exit(0)


def main():
    parser = argparse.ArgumentParser(prog="emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one, which is printed")
    parser.add_argument("--idle", type=float, default=60, help="minutes without requests until it ends")
    parser.add_argument("--bucket", action="append", default=[], help="state bucket to begin with")
    parser.add_argument("--table", action="append", default=[], help="lock table to begin with")
    options = parser.parse_args()
    patches.apply()
    seeds.add_buckets(options.bucket)
    seeds.add_lock_tables(options.table)
    app = IdleWatch(Retries(Rights(DomainDispatcherApplication(create_backend_app))), options.idle)
    server = make_server("127.0.0.1", options.port, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    patches.awslambda.place["url"] = url
    print(url, flush=True)
    server.serve_forever()


main()
