"""Without it, a request whose answer is lost on the way is done twice: the SDK sends it again, with the same id, and is
told that the rule, the route or the lock it wants is there already."""

import threading
from collections import OrderedDict

REMEMBERED = 1000


class Retries:
    """Answers a request that comes again as it was answered the first time, if that was well."""

    def __init__(self, app):
        self.app = app
        self.guard = threading.Lock()
        self.calls = OrderedDict()

    def __call__(self, environ, start_response):
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if call is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self.app(environ, start_response)
        with self.guard:
            known = self.calls.setdefault(call, Call())
            while len(self.calls) > REMEMBERED:
                self.calls.popitem(last=False)
        with known.lock:
            if known.answer is None:
                answer = ask(self.app, environ)
                if answer[0].startswith("2"):
                    known.answer = answer
            else:
                answer = known.answer
        status, headers, body = answer
        start_response(status, headers)
        return [body]


class Call:
    """One request, however often it is sent."""

    def __init__(self):
        self.lock = threading.Lock()
        self.answer = None


def ask(app, environ):
    head = {}

    def start_response(status, headers, error=None):
        head["status"], head["headers"] = status, headers

    parts = app(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return head["status"], head["headers"], body
