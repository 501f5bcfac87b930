"""Without it, a load balancer takes one more poll of 30 s, and a change of a listener drops its further certificates
and takes no default certificate that was not in use before."""

from moto.elbv2 import models


def apply():
    original, modify = models.FakeLoadBalancer.__init__, models.ELBv2Backend.modify_listener

    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.state = "active"

    def modify_listener(self, arn, *given):
        before = self.describe_listeners(None, [arn])[0]
        further = [item for item in before.certificates or [] if item != before.certificate]
        listener = modify(self, arn, *given)
        if further:
            listener.certificates += [item for item in further if item not in listener.certificates]
        return listener

    models.FakeLoadBalancer.__init__ = init
    models.ELBv2Backend.modify_listener = modify_listener
    # Certificates are inputs: one that is used exists.
    models.ELBv2Backend._certificate_exists = lambda self, certificate_arn: True
