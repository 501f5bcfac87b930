"""Without it, a route table that a gateway endpoint gets later has no route to it, and the endpoint cannot be deleted."""

from moto.ec2.models import EC2Backend as Backend


def apply():
    original = Backend.modify_vpc_endpoint

    def modify_vpc_endpoint(self, vpc_id, *args, **given):
        endpoint = self.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])[0]
        before = set(endpoint.route_table_ids or [])
        original(self, vpc_id, *args, **given)
        prefix_list = endpoint.destination_prefix_list_id
        if not prefix_list:
            return
        after = set(endpoint.route_table_ids or [])
        for table in after - before:
            self.create_route(table, None, gateway_id=vpc_id, destination_prefix_list_id=prefix_list)
        # A table that is gone took its routes along.
        for table in (before - after) & set(self.route_tables):
            self.delete_route(table, prefix_list)

    Backend.modify_vpc_endpoint = modify_vpc_endpoint
