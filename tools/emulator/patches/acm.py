"""Certificates are inputs: one that is used exists."""

from moto.acm.models import AWSCertificateManagerBackend as Backend
from moto.acm.models import CertBundle


def apply():
    original = Backend.set_certificate_in_use_by

    def set_certificate_in_use_by(self, arn, load_balancer_name):
        if arn not in self._certificates:
            made = CertBundle.generate_cert("example.com", self.account_id, self.region_name)
            made.arn = arn
            self._certificates[arn] = made
        original(self, arn, load_balancer_name)

    Backend.set_certificate_in_use_by = set_certificate_in_use_by
