"""Without it, what moto lacks is answered 500, and the provider tries again 25 times before it says so."""

import json

from moto.core.responses import BaseResponse


def apply():
    original = BaseResponse.call_action

    def call_action(self):
        try:
            return original(self)
        except NotImplementedError as error:
            return refuse(self, str(error))

    BaseResponse.call_action = call_action


def refuse(response, message):
    code = "NotImplementedByEmulator"
    if "json" in str(response.headers.get("Content-Type", "")):
        headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}
        return 400, headers, json.dumps({"__type": code, "message": message})
    body = (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
        f"<Message>{message}</Message></Error><RequestId>0</RequestId></ErrorResponse>"
    )
    return 400, {"Content-Type": "text/xml"}, body
