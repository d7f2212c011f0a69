import { functionRuntime } from '../../../../src/posture/checks/encryption/function-runtime';
import { listenerTls } from '../../../../src/posture/checks/encryption/listener-tls';
import { queueEncryption } from '../../../../src/posture/checks/encryption/queue-encryption';
import { ANNOUNCED_RUNTIMES, DEPRECATED_RUNTIMES } from '../../../../src/posture/model/lambda-runtimes';
import { parseDay } from '../../../../src/values/day';
import { messages, postureOf } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { of } from '../../support/network';

const queue = (properties: Record<string, unknown>) => ({ Queue: of('SQS::Queue', properties) });

cases(queueEncryption, [
  ['nothing is said: SQS encrypts', queue({}), ['pass Queue SqsManagedSseEnabled']],
  ['a key', queue({ KmsMasterKeyId: 'alias/x', SqsManagedSseEnabled: false }), ['pass Queue SqsManagedSseEnabled']],
  ['in clear', queue({ SqsManagedSseEnabled: false }), ['warning Queue SqsManagedSseEnabled']],
  ['in clear, in quotes', queue({ SqsManagedSseEnabled: 'false' }), ['warning Queue SqsManagedSseEnabled']],
  ['a parameter', queue({ SqsManagedSseEnabled: OPEN }), ['unknown Queue SqsManagedSseEnabled']],
  ['a key of a parameter', queue({ KmsMasterKeyId: OPEN, SqsManagedSseEnabled: false }), ['unknown Queue KmsMasterKeyId']],
], PARAMETERS);

const fn = (properties: Record<string, unknown>, type = 'Lambda::Function') => ({ Fn: of(type, properties) });

cases(functionRuntime, [
  ['a runtime of today', fn({ Runtime: 'nodejs24.x' }), ['pass Fn Runtime']],
  ['a runtime that nobody knows yet', fn({ Runtime: 'nodejs99.x' }), ['pass Fn Runtime']],
  ['a runtime whose end is only announced', fn({ Runtime: 'java17' }), ['pass Fn Runtime']],
  ['an image', fn({ PackageType: 'Image' }), []],
  ['nothing is said', fn({}), ['pass Fn Runtime']],
  ['a runtime of the past', fn({ Runtime: 'nodejs18.x' }), ['warning Fn Runtime']],
  ['a runtime of an operating system of the past', fn({ Runtime: 'provided.al2' }), ['warning Fn Runtime']],
  ['a runtime of the past, in SAM', fn({ Runtime: 'python3.7' }, 'Serverless::Function'), ['warning Fn Runtime']],
  ['a parameter', fn({ Runtime: OPEN }), ['unknown Fn Runtime']],
], PARAMETERS);

test('every runtime of the past has the day of its end, and the message says it', () => {
  expect([...DEPRECATED_RUNTIMES.values()].filter((day) => new Date(day).toISOString().slice(0, 10) !== day)).toEqual([]);
  expect(messages(functionRuntime, fn({ Runtime: 'nodejs18.x' }))).toEqual(['is nodejs18.x, which AWS has not mended since 2025-09-01']);
});

test('a runtime whose end is announced is found once the day has passed', () => {
  const on = (day: string) => [...functionRuntime.judge(postureOf(fn({ Runtime: 'python3.10' })), parseDay(day))].map((judgement) => (judgement.outcome === 'pass' ? 'pass' : judgement.message));
  expect(on('2026-10-31')).toEqual(['pass']);
  expect(on('2026-11-01')).toEqual(['is python3.10, which AWS has announced to mend until 2026-10-31']);
  expect([...ANNOUNCED_RUNTIMES].filter(([name, day]) => parseDay(day) === undefined || DEPRECATED_RUNTIMES.has(name))).toEqual([]);
});

const listener = (properties: Record<string, unknown>) => ({ Listener: of('ElasticLoadBalancingV2::Listener', { LoadBalancerArn: 'arn', DefaultActions: [{ Type: 'forward' }], ...properties }) });
const redirect = (Protocol: unknown) => ({ Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol, StatusCode: 'HTTP_301' } }] });

cases(listenerTls, [
  ['TLS 1.2 and 1.3', listener({ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }), ['pass Listener SslPolicy']],
  ['TLS 1.3 after quantum computers', listener({ Protocol: 'TLS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09' }), ['pass Listener SslPolicy']],
  ['TLS 1.2 with forward secrecy', listener({ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-FS-1-2-Res-2020-10' }), ['pass Listener SslPolicy']],
  ['TCP, which may carry TLS', listener({ Protocol: 'TCP' }), ['pass Listener Protocol']],
  ['a redirect to HTTPS', listener(redirect('HTTPS')), ['pass Listener Protocol']],
  ['one answer for all', listener({ Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response' }] }), ['pass Listener Protocol']],
  ['HTTP', listener({ Protocol: 'HTTP' }), ['warning Listener Protocol']],
  ['a redirect to HTTP', listener(redirect('#{protocol}')), ['warning Listener Protocol']],
  ['TLS 1.0', listener({ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' }), ['warning Listener SslPolicy']],
  ['TLS 1.1', listener({ Protocol: 'TLS', SslPolicy: 'ELBSecurityPolicy-TLS-1-1-2017-01' }), ['warning Listener SslPolicy']],
  ['nothing is said: TLS 1.0', listener({ Protocol: 'HTTPS' }), ['warning Listener SslPolicy']],
  ['a policy of a parameter', listener({ Protocol: 'HTTPS', SslPolicy: OPEN }), ['unknown Listener SslPolicy']],
  ['a protocol of a parameter', listener({ Protocol: OPEN }), ['unknown Listener Protocol']],
], PARAMETERS);
