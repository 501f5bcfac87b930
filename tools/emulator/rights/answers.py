"""Refusals in the protocol of the service that was asked."""

import json
from xml.sax.saxutils import escape


def refuse(environ, start_response, service, status, code, message):
    target = "HTTP_X_AMZ_TARGET" in environ or "json" in environ.get("CONTENT_TYPE", "") or service in ("lambda", "ssmmessages")
    if service == "s3":
        body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    elif service == "ec2":
        name = "UnauthorizedOperation" if code == "AccessDenied" else code
        error = f"<Error><Code>{name}</Code><Message>{escape(message)}</Message></Error>"
        body = f"<Response><Errors>{error}</Errors></Response>"
    elif target:
        name = "AccessDeniedException" if code == "AccessDenied" else code
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", name)]
        return answer(start_response, status, headers, json.dumps({"__type": name, "message": message}))
    else:
        error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        body = f"<ErrorResponse>{error}<RequestId>0</RequestId></ErrorResponse>"
    return answer(start_response, status, [("Content-Type", "text/xml")], "" if environ["REQUEST_METHOD"] == "HEAD" else body)


def plain(start_response, data):
    return answer(start_response, 200, [("Content-Type", "application/json")], json.dumps(data))


def answer(start_response, status, headers, text):
    body = text.encode()
    start_response(f"{status} {status}", [*headers, ("Content-Length", str(len(body)))])
    return [body]
