"""Without it, a rule that names another group loses its description."""

from moto.ec2.models.security_groups import SecurityGroupRule


def apply():
    def description(self):
        return self.ip_range.get("Description") or (self.source_group or {}).get("Description")

    SecurityGroupRule.description = property(description)
