"""Refusals in the protocol of the service that was asked."""

import json
from xml.sax.saxutils import escape


def refuse(environ, start_response, service, status, code, message):
    content = environ.get("CONTENT_TYPE", "")
    if "HTTP_X_AMZ_TARGET" in environ or "json" in content or service == "lambda":
        name = "AccessDeniedException" if code == "AccessDenied" else code
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", name)]
        return answer(start_response, status, headers, json.dumps({"__type": name, "message": message}))
    name = "UnauthorizedOperation" if (service, code) == ("ec2", "AccessDenied") else code
    body = f"<Error><Type>Sender</Type><Code>{name}</Code><Message>{escape(message)}</Message></Error>"
    if service == "ec2":
        body = f"<Response><Errors>{body}</Errors></Response>"
    elif service != "s3":
        body = f"<ErrorResponse>{body}<RequestId>0</RequestId></ErrorResponse>"
    return answer(start_response, status, [("Content-Type", "text/xml")], "" if environ["REQUEST_METHOD"] == "HEAD" else body)


def plain(start_response, data):
    return answer(start_response, 200, [("Content-Type", "application/json")], json.dumps(data))


def answer(start_response, status, headers, text):
    body = text.encode()
    start_response(f"{status} {status}", [*headers, ("Content-Length", str(len(body)))])
    return [body]
