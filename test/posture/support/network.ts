import type { Resources } from './app';

export const ref = (Ref: string) => ({ Ref });
export const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
export const of = (Type: string, Properties: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({ Type: `AWS::${Type}`, Properties, ...rest });

/** A VPC with an endpoint for APIs in two subnets, each with a route table of its own. */
export function network(endpoint: Record<string, unknown> = {}): Resources {
  return {
    Vpc: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
    A: of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-central-1a' }),
    B: of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24', AvailabilityZone: 'eu-central-1b' }),
    TableA: of('EC2::RouteTable', { VpcId: ref('Vpc') }),
    TableB: of('EC2::RouteTable', { VpcId: ref('Vpc') }),
    InA: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('A'), RouteTableId: ref('TableA') }),
    InB: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('B'), RouteTableId: ref('TableB') }),
    Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'callers' }),
    Endpoint: of('EC2::VPCEndpoint', {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.execute-api' },
      PrivateDnsEnabled: true,
      SubnetIds: [ref('A'), ref('B')],
      SecurityGroupIds: [att('Group', 'GroupId')],
      ...endpoint,
    }),
  };
}

/** A firewall in strict order with one group of rules. */
export function firewall(RulesString: unknown, policy: Record<string, unknown> = {}, group: Record<string, unknown> = {}): Resources {
  return {
    Rules: of('NetworkFirewall::RuleGroup', {
      Type: 'STATEFUL',
      Capacity: 100,
      RuleGroup: {
        RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.0.0/8'] } } },
        RulesSource: { RulesString },
        StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
        ...group,
      },
    }),
    Policy: of('NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        StatefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
        StatefulRuleGroupReferences: [{ Priority: 1, ResourceArn: ref('Rules') }],
        ...policy,
      },
    }),
    Firewall: of('NetworkFirewall::Firewall', { FirewallName: 'out', FirewallPolicyArn: att('Policy', 'FirewallPolicyArn'), SubnetMappings: [{ SubnetId: 'subnet-1' }, { SubnetId: 'subnet-2' }] }),
  };
}

/** A rule that passes one server. */
export const PASS_ONE = 'pass tls $HOME_NET any -> any 443 (tls.sni; content:"api.example.com"; startswith; endswith; flow:to_server, established; sid:1; rev:1;)';

/** A private API of one route, and the function behind it. */
export function apiWith(fn: Record<string, unknown>, id = 'Fn'): Resources {
  return {
    Api: of('ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }),
    [`Method${id}`]: of('ApiGateway::Method', {
      RestApiId: ref('Api'),
      ResourceId: att('Api', 'RootResourceId'),
      HttpMethod: 'GET',
      AuthorizationType: 'AWS_IAM',
      Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::Sub': `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations` } },
    }),
    [id]: of('Lambda::Function', fn),
  };
}

/** An API beside the other, `AnotherApi` of one route, and `AnotherFn` behind it. */
export function ofAnotherApi(fn: Record<string, unknown>): Resources {
  return JSON.parse(JSON.stringify(apiWith(fn, 'AnotherFn')).replaceAll('"Api"', '"AnotherApi"')) as Resources;
}
