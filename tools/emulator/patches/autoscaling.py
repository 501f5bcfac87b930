"""Without it, every scaling target fails: the provider reads its tags right after it was made."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Response

TAGS = {}


def apply():
    original = Response.register_scalable_target

    def register_scalable_target(self):
        answer = original(self)
        TAGS.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(self._get_param("Tags") or {})
        return answer

    Response.register_scalable_target = register_scalable_target
    Response.list_tags_for_resource = list_tags_for_resource
    Response.tag_resource = tag_resource
    Response.untag_resource = untag_resource


def list_tags_for_resource(self):
    return json.dumps({"Tags": TAGS.get(self._get_param("ResourceARN"), {})})


def tag_resource(self):
    TAGS.setdefault(self._get_param("ResourceARN"), {}).update(self._get_param("Tags") or {})
    return "{}"


def untag_resource(self):
    for key in self._get_param("TagKeys") or []:
        TAGS.get(self._get_param("ResourceARN"), {}).pop(key, None)
    return "{}"
