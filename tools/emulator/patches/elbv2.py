"""Load balancers are ready at once, which saves a poll of 30 s."""

from moto.elbv2 import models


def apply():
    original = models.FakeLoadBalancer.__init__

    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.state = "active"

    models.FakeLoadBalancer.__init__ = init
