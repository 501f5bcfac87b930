"""What a request asks for: service, operation and input, as the SDKs name them."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from urllib.parse import parse_qs, unquote

from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.responses import _get_method_urls
from moto.core.utils import get_service_model
from werkzeug.wrappers import Request

from . import s3
from .conditions import NotKnown


@dataclass(frozen=True)
class Credential:
    key: str
    region: str
    service: str


def credential(environ):
    """The signature's scope, from the header or from a presigned URL; None where nothing is signed."""
    text = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition(",")[0]
    text = text or parse_qs(environ.get("QUERY_STRING", "")).get("X-Amz-Credential", [""])[0]
    parts = text.strip().split("/")
    return Credential(parts[0], parts[2], parts[3]) if len(parts) == 5 else None


class Call:
    """A signed request."""

    def __init__(self, environ, signed):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        self.request = Request({**environ, "wsgi.input": BytesIO(body)})
        self.body = body
        self.service, self.region = signed.service, signed.region

    @cached_property
    def operation(self):
        """Name of the API operation, e.g. `GetSecretValue`."""
        # Protocols of AWS's own, and what S3 does by itself, come with the name of what they do.
        if self.target:
            return self.target.split(".")[-1]
        if self.service == "s3":
            return s3.operation(self.request)
        return self.request.values.get("Action") or self.matched[0]

    @property
    def target(self):
        return self.request.headers.get("X-Amz-Target")

    @cached_property
    def matched(self):
        """Operation and parameters of a path, for services that speak REST."""
        urls = _get_method_urls(self.service, self.region)[self.request.method]
        for pattern, operation in sorted(urls.items(), key=lambda item: len(item[0]), reverse=True):
            found = re.match(pattern, self.request.path)
            if found:
                return operation, {name: unquote(text) for name, text in found.groupdict().items()}
        raise NotKnown(f"{self.request.method} {self.request.path} of {self.service}")

    @cached_property
    def input(self):
        """Parameters, by their names in the API."""
        if self.service == "s3":
            return json.loads(self.body) if self.target else s3.parameters(self.request)
        try:
            model = get_service_model(self.service)
            operation = model.operation_model(self.operation)
        except (UnknownServiceError, OperationNotFoundError):
            return {}
        protocol = determine_request_protocol(model, self.request.headers.get("Content-Type"))
        rest = protocol.startswith("rest")
        return PROTOCOL_PARSERS[protocol](operation).parse(
            {
                "method": self.request.method,
                "values": self.request.values,
                "headers": self.request.headers,
                "body": self.body,
                "url_path": self.request.path,
                "url_params": self.matched[1] if rest else {},
            }
        )
