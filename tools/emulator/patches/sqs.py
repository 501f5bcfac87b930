"""Without it, every change of a queue drops its policy, redrive policies come back in another spelling than AWS's,
which every plan mends anew, and redrive allow policies are not known."""

import json

from moto.sqs.models import Queue


def apply():
    write, read = Queue._set_attributes, Queue.attributes.fget
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
    Queue.redrive_allow_policy = None

    def set_attributes(self, attributes, now=None):
        write(self, {"Policy": getattr(self, "policy", None), **attributes}, now)

    def attributes(self):
        result = read(self)
        if self.redrive_policy:
            result["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        # An empty one takes it back.
        result["RedriveAllowPolicy"] = self.redrive_allow_policy or None
        return result

    Queue._set_attributes = set_attributes
    Queue.attributes = property(attributes)
