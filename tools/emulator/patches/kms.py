"""Without it, keys lose their rotation period and every plan sets it anew."""

import json

from moto.kms.responses import KmsResponse as Response


def apply():
    enable, status = Response.enable_key_rotation, Response.get_key_rotation_status

    def enable_key_rotation(self):
        answer = enable(self)
        key_of(self).rotation_period = self._get_param("RotationPeriodInDays") or 365
        return answer

    def get_key_rotation_status(self):
        answer = json.loads(status(self))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key_of(self), "rotation_period", 365)
        return json.dumps(answer)

    Response.enable_key_rotation = enable_key_rotation
    Response.get_key_rotation_status = get_key_rotation_status


def key_of(request):
    backend = request.kms_backend
    return backend.keys[backend.get_key_id(request._get_param("KeyId"))]
