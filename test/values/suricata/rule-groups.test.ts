import * as fc from 'fast-check';
import { lintRules, readDomainList, readStatefulRules } from '../../../src/values/suricata';

const HEADER = { Protocol: 'TCP', Source: 'ANY', SourcePort: 'ANY', Direction: 'FORWARD', Destination: '192.0.2.0/24', DestinationPort: '443' };
const entry = (changes: object = {}, header: object = {}) => ({
  Action: 'PASS', Header: { ...HEADER, ...header }, RuleOptions: [{ Keyword: 'sid', Settings: ['1'] }], ...changes,
});

test('structured rules are the rules that they stand for', () => {
  const { rules, problems } = readStatefulRules([
    entry(),
    entry({ Action: 'DROP', RuleOptions: [{ Keyword: 'sid:2' }, { Keyword: 'tls.sni' }, { Keyword: 'content', Settings: ['"a.example"'] }] }, { Protocol: 'TLS', Direction: 'ANY' }),
  ]);
  expect(problems).toEqual([]);
  expect(rules).toMatchObject([
    { line: 1, action: 'pass', protocol: 'tcp', direction: '->', sid: 1, destination: { ports: { text: '443' } } },
    { line: 2, action: 'drop', protocol: 'tls', direction: '<>', sid: 2, options: [{}, { keyword: 'tls.sni' }, { keyword: 'content', value: 'a.example' }] },
  ]);
  const open = readStatefulRules([entry({}, { Destination: 'ANY', DestinationPort: 'ANY' })]).rules;
  expect(lintRules(open, { order: 'STRICT_ORDER', dropsByDefault: true }).map(({ code, lines }) => [code, ...lines])).toEqual([['pass-everything', 1]]);
});

test.each([
  ['a protocol that is not supported', entry({}, { Protocol: 'IKEV2' }), 'protocol-refused', 'error'],
  ['a direction that does not exist', entry({}, { Direction: 'BACKWARD' }), 'direction-invalid', 'error'],
  ['a port out of range', entry({}, { DestinationPort: '70000' }), 'port-invalid', 'error'],
  ['a header that would shift the others', entry({}, { Source: 'any any -> any' }), 'header-malformed', 'error'],
  ['an empty field', entry({}, { Source: '' }), 'header-malformed', 'error'],
  ['a keyword that is not supported', entry({ RuleOptions: [{ Keyword: 'iprep', Settings: ['any'] }] }), 'keyword-refused', 'error'],
  ['a reference', entry({}, { Destination: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }), 'value-unknown', 'unknown'],
  ['options by reference', entry({ RuleOptions: { Ref: 'Options' } }), 'value-unknown', 'unknown'],
  ['nothing', undefined, 'value-unknown', 'unknown'],
])('%s is a problem of its place in the list', (_, wrong, code, severity) => {
  expect(readStatefulRules([entry(), wrong]).problems).toMatchObject([{ line: 2, code, severity }]);
});

test('a domain list is the rules that Network Firewall makes of it', () => {
  const list = { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI', 'HTTP_HOST'], Targets: ['API.example.com', '.example.org'] };
  const { rules, problems } = readDomainList(list, 'DEFAULT_ACTION_ORDER');
  expect(problems).toEqual([]);
  expect(rules.map(({ line, action, protocol }) => [line, action, protocol])).toEqual([
    [1, 'pass', 'tls'], [1, 'pass', 'http'], [2, 'pass', 'tls'], [2, 'pass', 'http'], [0, 'drop', 'tls'], [0, 'drop', 'http'],
  ]);
  expect(readDomainList(list, 'STRICT_ORDER').rules).toHaveLength(4);
  expect(lintRules(rules, { order: 'DEFAULT_ACTION_ORDER', capacity: 6 })).toEqual([]);
});

test('a list that allows a top-level domain is seen, one that denies it is not', () => {
  const list = (GeneratedRulesType: string) => readDomainList({ GeneratedRulesType, TargetTypes: ['TLS_SNI'], Targets: ['a.example', '.com'] }, 'STRICT_ORDER').rules;
  expect(lintRules(list('ALLOWLIST'), { order: 'STRICT_ORDER', dropsByDefault: true }).map(({ code, lines }) => [code, ...lines])).toEqual([['name-too-wide', 2]]);
  expect(lintRules(list('DENYLIST'), { order: 'STRICT_ORDER' })).toEqual([]);
  expect(list('REJECTLIST')[0]!.action).toBe('reject');
  expect(list('ALERTLIST')[0]!.action).toBe('alert');
});

test.each([
  ['*', 'target-invalid'], ['*.example.com', 'target-invalid'], ['.', 'target-invalid'], ['', 'target-invalid'], ['https://a.example', 'target-invalid'],
  ['a.example"; sid:1;)', 'target-invalid'], ['a..example', 'target-invalid'], ['${Token[TOKEN.1]}', 'value-unknown'], [{ Ref: 'Domain' }, 'value-unknown'],
])('the target %j is a problem', (target, code) => {
  const list = { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['a.example', target] };
  const { rules, problems } = readDomainList(list, 'STRICT_ORDER');
  expect(problems).toMatchObject([{ code, line: 2 }]);
  expect(rules).toHaveLength(1);
});

test.each([
  undefined, {}, { GeneratedRulesType: 'ALLOW', TargetTypes: ['TLS_SNI'], Targets: ['a.example'] },
  { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI', 'DNS'], Targets: ['a.example'] }, { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: [] },
])('the list %j is malformed', (list) => {
  expect(readDomainList(list, 'STRICT_ORDER').problems.map(({ code }) => code)).toEqual(['list-malformed']);
});

test.each([
  { Ref: 'List' }, { 'Fn::If': ['Condition', {}, {}] }, { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: { Ref: 'Domains' } },
])('the list %j is unknown', (list) => {
  expect(readDomainList(list, 'STRICT_ORDER')).toMatchObject({ rules: [], problems: [{ code: 'value-unknown', severity: 'unknown' }] });
});

test('whatever a template holds: nothing is thrown, and what is no rule is a problem', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.anything(), fc.string().map((text) => entry({}, { Source: text })))), (list) => {
    const { rules, problems } = readStatefulRules(list);
    expect(rules.length + problems.length).toBeGreaterThanOrEqual(list.length);
    readStatefulRules(list[0]);
    readDomainList(list[0], 'STRICT_ORDER');
    readDomainList({ GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: list }, 'DEFAULT_ACTION_ORDER');
  }), { numRuns: 80 });
});
