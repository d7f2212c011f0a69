import { vpcFlowLog as check } from '../../../../src/posture/checks/network/vpc-flow-log';
import { found, judge, messages, postureOf } from '../../support/app';
import { network, of, ref } from '../../support/network';

const logged = (TrafficType: unknown, ResourceId: unknown = ref('Vpc'), rest: Record<string, unknown> = {}) => ({
  ...network(), Log: of('EC2::FlowLog', { ResourceType: 'VPC', ResourceId, TrafficType }, rest),
});

test('a log of all traffic passes, of the VPC or of each of its subnets', () => {
  expect(judge(check, logged('ALL'))).toEqual(['pass Log TrafficType']);
  expect(judge(check, { ...logged('ALL', ref('A')), LogB: of('EC2::FlowLog', { ResourceId: ref('B'), TrafficType: 'ALL' }) })).toEqual(['pass Vpc']);
});

test('no log, one of half the traffic and one of half the VPC fail', () => {
  expect(messages(check, network())).toEqual(['the VPC has no flow log']);
  expect(messages(check, logged('ACCEPT'))).toEqual(['the log holds accepted traffic only']);
  expect(messages(check, logged('ALL', ref('A')))).toEqual(['the VPC has a flow log for 1 of its 2 subnets']);
});

test('what is not known is not believed', () => {
  expect(found(check, postureOf(logged(ref('Type')), { Parameters: { Type: { Type: 'String' } } }))).toEqual(['unknown Log TrafficType']);
  expect(found(check, logged('ALL', ref('Vpc'), { Condition: 'Logged' }))).toEqual(['unknown Log TrafficType']);
});

test('a VPC without an endpoint for APIs is not judged', () => {
  expect(judge(check, { Vpc: of('EC2::VPC') })).toEqual([]);
});
