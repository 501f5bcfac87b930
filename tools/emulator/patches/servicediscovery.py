"""Without it, a network has room for one private namespace, whatever its domain."""

from moto.servicediscovery.models import ServiceDiscoveryBackend as Backend


class NetworkOfDomain(str):
    """Id of a network that is the same only for the same domain: moto compares nothing else."""

    def __new__(cls, network, domain):
        self = super().__new__(cls, network)
        self.domain = domain
        return self

    def __eq__(self, other):
        return str.__eq__(self, other) and self.domain == getattr(other, "domain", None)

    __hash__ = str.__hash__


def apply():
    original = Backend.create_private_dns_namespace

    def create_private_dns_namespace(self, name, vpc, **others):
        return original(self, name=name, vpc=NetworkOfDomain(vpc, name), **others)

    Backend.create_private_dns_namespace = create_private_dns_namespace
