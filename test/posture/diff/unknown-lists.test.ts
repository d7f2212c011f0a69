import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { of, ref } from '../support/network';

const said = (base: Resources, head: Resources) => {
  const app = (Resources: Resources) => appOf({ Pay: { Parameters: { List: { Type: 'CommaDelimitedList' }, Env: { Type: 'String' } }, Conditions: { Open: { 'Fn::Equals': [ref('Env'), 'test'] } }, Resources } });
  return diffApps(app(base), app(head)).map(({ direction, property, message }) => `${direction} ${property}: ${message}`);
};
const OFFICE = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.20.0.0/16' };
const WORLD = { ...OFFICE, CidrIp: '0.0.0.0/0' };
const group = (ingress: unknown, egress: unknown = [OFFICE]): Resources => ({ Group: of('EC2::SecurityGroup', { SecurityGroupIngress: ingress, SecurityGroupEgress: egress }) });
const POLICY = { PolicyName: 'a', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] } };
const role = (Policies: unknown): Resources => ({ Role: of('IAM::Role', { Policies }) });
const client = (ExplicitAuthFlows: unknown): Resources => ({ Client: of('Cognito::UserPoolClient', { ExplicitAuthFlows }) });

test.each<[way: string, base: Resources, head: Resources, said: string[]]>([
  ['what a security group lets out is a parameter', group([OFFICE], [WORLD]), group([OFFICE], ref('List')),
    ['weaker SecurityGroupEgress: it is no longer known what whoever has the security group Group may open: <parameter List>']],
  ['what may be opened is a parameter', group([OFFICE]), group(ref('List')),
    ['weaker SecurityGroupIngress: it is no longer known what may be opened of the security group Group: <parameter List>']],
  ['one rule that stands without its list is a list of one', group([OFFICE]), group(WORLD),
    ['weaker SecurityGroupIngress: anyone at any IPv4 address outside of 10.20.0.0/16 may now open TCP 443 of the security group Group; before, only 10.20.0.0/16']],
  ['a rule that is there on a condition', group([OFFICE]), group([OFFICE, { 'Fn::If': ['Open', WORLD, ref('AWS::NoValue')] }]),
    ['weaker SecurityGroupIngress: it is no longer known what may be opened of the security group Group: <condition Open ({IpProtocol:tcp,FromPort:443,ToPort:443,CidrIp:0.0.0.0/0} or null)>']],
  ['a rule that is now there on a condition only', group([OFFICE, WORLD]), group([OFFICE, { 'Fn::If': ['Open', WORLD, ref('AWS::NoValue')] }]),
    ['weaker SecurityGroupIngress: it is no longer known what may be opened of the security group Group: <condition Open ({IpProtocol:tcp,FromPort:443,ToPort:443,CidrIp:0.0.0.0/0} or null)>']],
  ['the policies of a role are a parameter', role([POLICY]), role(ref('List')), ['unknown Policies: role Role: what it may do changed, and is not known: <parameter List>']],
  ['one policy of a role hangs on a condition', role([POLICY]), role([{ 'Fn::If': ['Open', POLICY, ref('AWS::NoValue')] }]),
    ['unknown Policies: role Role: what it may do changed, and is not known: <condition Open ({PolicyName:a,PolicyDocument:{Statement:[{Effect:Allow,Action:s3:GetObject,Resource:*}]}} or null)>']],
  ['a list that is weaker the longer it is', client(['ALLOW_USER_SRP_AUTH']), client(ref('List')),
    ['unknown ExplicitAuthFlows: OAuth client Client: ExplicitAuthFlows is now <parameter List>; before, ["ALLOW_USER_SRP_AUTH"]']],
])('what is not known is not taken for nothing: %s', (_, base, head, expected) => {
  expect(said(base, head)).toEqual(expected);
  expect(said(head, head)).toEqual([]);
});
