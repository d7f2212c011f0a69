"""The parts of a VPC."""
from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, provides, text


class Ec2Provider(Provider):
    @property
    def ec2(self):
        return self.aws('ec2')

    def tag(self, physical_id, p, old=None):
        gone = [{'Key': name} for name in (old.tags() if old else {}) if name not in p.tags()]
        if gone:
            self.ec2.delete_tags(Resources=[physical_id], Tags=gone)
        if p.tags():
            self.ec2.create_tags(Resources=[physical_id], Tags=[{'Key': k, 'Value': v} for k, v in p.tags().items()])


@provides('AWS::EC2::VPC')
class Vpc(Ec2Provider):
    def create(self, p):
        vpc = self.ec2.create_vpc(**p.only('CidrBlock', 'InstanceTenancy'))['Vpc']['VpcId']
        self.update(vpc, p, None)
        return vpc

    def update(self, physical_id, p, old):
        for name, default in (('EnableDnsSupport', True), ('EnableDnsHostnames', False)):
            self.ec2.modify_vpc_attribute(VpcId=physical_id, **{name: {'Value': p.get(name, default)}})
        p.only('CidrBlock', 'InstanceTenancy')
        self.tag(physical_id, p, old)

    def delete(self, physical_id, p):
        self.ec2.delete_vpc(VpcId=physical_id)

    def attributes(self, physical_id, p):
        groups = self.ec2.describe_security_groups(Filters=[{'Name': 'vpc-id', 'Values': [physical_id]}, {'Name': 'group-name', 'Values': ['default']}])
        acls = self.ec2.describe_network_acls(Filters=[{'Name': 'vpc-id', 'Values': [physical_id]}, {'Name': 'default', 'Values': ['true']}])
        return {'VpcId': physical_id, 'CidrBlock': p['CidrBlock'], 'CidrBlockAssociations': [], 'Ipv6CidrBlocks': [],
                'DefaultSecurityGroup': groups['SecurityGroups'][0]['GroupId'], 'DefaultNetworkAcl': acls['NetworkAcls'][0]['NetworkAclId']}


@provides('AWS::EC2::Subnet')
class Subnet(Ec2Provider):
    def create(self, p):
        zone = p.get('AvailabilityZone')
        subnet = self.ec2.create_subnet(VpcId=p['VpcId'], CidrBlock=p['CidrBlock'], **({'AvailabilityZone': zone} if zone else {}))['Subnet']['SubnetId']
        self.update(subnet, p, None)
        return subnet

    def update(self, physical_id, p, old):
        self.ec2.modify_subnet_attribute(SubnetId=physical_id, MapPublicIpOnLaunch={'Value': p.get('MapPublicIpOnLaunch', False)})
        p.only('VpcId', 'CidrBlock', 'AvailabilityZone')
        self.tag(physical_id, p, old)

    def delete(self, physical_id, p):
        self.ec2.delete_subnet(SubnetId=physical_id)

    def attributes(self, physical_id, p):
        found = self.ec2.describe_subnets(SubnetIds=[physical_id])['Subnets'][0]
        return {'SubnetId': physical_id, 'AvailabilityZone': found['AvailabilityZone'], 'VpcId': p['VpcId'], 'CidrBlock': p['CidrBlock'], 'Ipv6CidrBlocks': []}


@provides('AWS::EC2::RouteTable')
class RouteTable(Ec2Provider):
    def create(self, p):
        table = self.ec2.create_route_table(VpcId=p['VpcId'])['RouteTable']['RouteTableId']
        self.tag(table, p)
        return table

    def update(self, physical_id, p, old):
        p.get('VpcId')
        self.tag(physical_id, p, old)

    def delete(self, physical_id, p):
        self.ec2.delete_route_table(RouteTableId=physical_id)

    def attributes(self, physical_id, p):
        return {'RouteTableId': physical_id}


@provides('AWS::EC2::SubnetRouteTableAssociation')
class SubnetRouteTableAssociation(Ec2Provider):
    def create(self, p):
        return self.ec2.associate_route_table(**p.all())['AssociationId']

    def delete(self, physical_id, p):
        self.ec2.disassociate_route_table(AssociationId=physical_id)

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::EC2::Route')
class Route(Ec2Provider):
    def create(self, p):
        self.ec2.create_route(**p.all())
        return f'{p["RouteTableId"]}|{p.get("DestinationCidrBlock") or p.get("DestinationIpv6CidrBlock")}'

    def delete(self, physical_id, p):
        self.ec2.delete_route(**p.only('RouteTableId', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock'))


@provides('AWS::EC2::InternetGateway')
class InternetGateway(Ec2Provider):
    def create(self, p):
        gateway = self.ec2.create_internet_gateway()['InternetGateway']['InternetGatewayId']
        self.tag(gateway, p)
        return gateway

    def delete(self, physical_id, p):
        self.ec2.delete_internet_gateway(InternetGatewayId=physical_id)

    def attributes(self, physical_id, p):
        return {'InternetGatewayId': physical_id}


@provides('AWS::EC2::VPCGatewayAttachment')
class GatewayAttachment(Ec2Provider):
    def create(self, p):
        self.ec2.attach_internet_gateway(**p.all())
        return f'IGW|{p["VpcId"]}'

    def delete(self, physical_id, p):
        self.ec2.detach_internet_gateway(**p.all())


@provides('AWS::EC2::SecurityGroup')
class SecurityGroup(Ec2Provider):
    def create(self, p):
        group = self.ec2.create_security_group(GroupName=p.get('GroupName') or self.generated_name(), Description=p['GroupDescription'],
                                               **p.only('VpcId'))['GroupId']
        if 'SecurityGroupEgress' in p:  # named rules take the place of `allow all`
            self._revoke(group, 'egress', [{'IpProtocol': '-1', 'CidrIp': '0.0.0.0/0'}])
        self._rules(group, p, {})
        self.tag(group, p)
        return group

    def update(self, physical_id, p, old):
        p.only('GroupName', 'GroupDescription', 'VpcId')
        self._rules(physical_id, p, old)
        self.tag(physical_id, p, old)

    def _rules(self, group, p, old):
        for side, name in (('ingress', 'SecurityGroupIngress'), ('egress', 'SecurityGroupEgress')):
            wanted, had = p.get(name, []), old.get(name, [])
            self._revoke(group, side, [rule for rule in had if rule not in wanted])
            added = [rule for rule in wanted if rule not in had]
            if added:
                getattr(self.ec2, f'authorize_security_group_{side}')(GroupId=group, IpPermissions=[permission(rule) for rule in added])

    def _revoke(self, group, side, rules):
        if rules:
            getattr(self.ec2, f'revoke_security_group_{side}')(GroupId=group, IpPermissions=[permission(rule) for rule in rules])

    def delete(self, physical_id, p):
        self.ec2.delete_security_group(GroupId=physical_id)

    def attributes(self, physical_id, p):
        found = self.ec2.describe_security_groups(GroupIds=[physical_id])['SecurityGroups'][0]
        return {'GroupId': physical_id, 'Id': physical_id, 'VpcId': found.get('VpcId', '')}


def permission(rule):
    """A rule as CloudFormation writes it, as EC2's API wants it."""
    described = {'Description': rule['Description']} if rule.get('Description') else {}
    result = {name: rule[name] for name in ('IpProtocol', 'FromPort', 'ToPort') if name in rule}
    for name, place in (('CidrIp', 'IpRanges'), ('CidrIpv6', 'Ipv6Ranges')):
        if name in rule:
            result[place] = [{name: rule[name], **described}]
    group = rule.get('SourceSecurityGroupId') or rule.get('DestinationSecurityGroupId')
    if group:
        result['UserIdGroupPairs'] = [{'GroupId': group, **described}]
    prefix = rule.get('SourcePrefixListId') or rule.get('DestinationPrefixListId')
    if prefix:
        result['PrefixListIds'] = [{'PrefixListId': prefix, **described}]
    if len(result.keys() & {'IpRanges', 'Ipv6Ranges', 'UserIdGroupPairs', 'PrefixListIds'}) != 1:
        raise ResourceFailed(f'a security group rule names one peer, received: {rule}')
    return result


class GroupRule(Ec2Provider):
    side = ''

    def create(self, p):
        made = getattr(self.ec2, f'authorize_security_group_{self.side}')(GroupId=p['GroupId'], IpPermissions=[permission(p.all('GroupId'))])
        return made['SecurityGroupRules'][0]['SecurityGroupRuleId']

    def delete(self, physical_id, p):
        getattr(self.ec2, f'revoke_security_group_{self.side}')(GroupId=p['GroupId'], IpPermissions=[permission(p.all('GroupId'))])

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::EC2::SecurityGroupIngress')
class SecurityGroupIngress(GroupRule):
    side = 'ingress'


@provides('AWS::EC2::SecurityGroupEgress')
class SecurityGroupEgress(GroupRule):
    side = 'egress'


@provides('AWS::EC2::VPCEndpoint')
class VpcEndpoint(Ec2Provider):
    def create(self, p):
        spec = p.all('PolicyDocument', 'Tags')
        if 'PolicyDocument' in p:
            spec['PolicyDocument'] = text(p['PolicyDocument'])
        endpoint = self.ec2.create_vpc_endpoint(**spec)['VpcEndpoint']['VpcEndpointId']
        self.tag(endpoint, p)
        return endpoint

    def update(self, physical_id, p, old):
        def changes(name, add, remove):
            mine, theirs = {*p.get(name, [])}, {*old.get(name, [])}
            return {key: sorted(value) for key, value in ((add, mine - theirs), (remove, theirs - mine)) if value}
        self.ec2.modify_vpc_endpoint(
            VpcEndpointId=physical_id, **changes('SecurityGroupIds', 'AddSecurityGroupIds', 'RemoveSecurityGroupIds'),
            **changes('SubnetIds', 'AddSubnetIds', 'RemoveSubnetIds'), **changes('RouteTableIds', 'AddRouteTableIds', 'RemoveRouteTableIds'),
            **({'PolicyDocument': text(p['PolicyDocument'])} if 'PolicyDocument' in p else {}))
        p.only('VpcId', 'ServiceName', 'VpcEndpointType', 'PrivateDnsEnabled', 'IpAddressType', 'DnsOptions')
        if p.get('PrivateDnsEnabled') != old.get('PrivateDnsEnabled'):
            raise ResourceFailed('the emulator cannot change the private DNS of an endpoint')
        self.tag(physical_id, p, old)

    def delete(self, physical_id, p):
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[physical_id])

    def attributes(self, physical_id, p):
        service = p['ServiceName'].rpartition('.')[2]
        return {'Id': physical_id, 'CreationTimestamp': '2026-01-01T00:00:00Z', 'NetworkInterfaceIds': [],
                'DnsEntries': [f'Z0000000000000:{physical_id}-emulator.{service}.{self.region}.vpce.amazonaws.com']}


@provides('AWS::EC2::FlowLog')
class FlowLog(Ec2Provider):
    def create(self, p):
        spec = p.all('ResourceId', 'DeliverLogsPermissionArn', 'Tags')
        made = self.ec2.create_flow_logs(ResourceIds=[p['ResourceId']], **spec, **(
            {'DeliverLogsPermissionArn': p['DeliverLogsPermissionArn']} if 'DeliverLogsPermissionArn' in p else {}))
        if made.get('Unsuccessful'):
            raise ResourceFailed(made['Unsuccessful'][0]['Error']['Message'])
        self.tag(made['FlowLogIds'][0], p)
        return made['FlowLogIds'][0]

    def delete(self, physical_id, p):
        self.ec2.delete_flow_logs(FlowLogIds=[physical_id])

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::EC2::EIP')
class ElasticIp(Ec2Provider):
    def create(self, p):
        self._made = self.ec2.allocate_address(**p.only('Domain'))
        self.tag(self._made['AllocationId'], p)
        return self._made['PublicIp']

    def delete(self, physical_id, p):
        found = self.ec2.describe_addresses(PublicIps=[physical_id])['Addresses'][0]
        self.ec2.release_address(AllocationId=found['AllocationId'])

    def attributes(self, physical_id, p):
        found = self.ec2.describe_addresses(PublicIps=[physical_id])['Addresses'][0]
        return {'AllocationId': found['AllocationId'], 'PublicIp': physical_id}


@provides('AWS::EC2::NatGateway')
class NatGateway(Ec2Provider):
    def create(self, p):
        gateway = self.ec2.create_nat_gateway(**p.all('Tags'))['NatGateway']['NatGatewayId']
        self.tag(gateway, p)
        return gateway

    def delete(self, physical_id, p):
        self.ec2.delete_nat_gateway(NatGatewayId=physical_id)

    def attributes(self, physical_id, p):
        return {'NatGatewayId': physical_id}
