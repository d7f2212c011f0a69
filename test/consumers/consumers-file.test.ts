import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ConsumersFile } from '../../src/consumers/consumers-file';
import { RuleError } from '../../src/values/rule-error';

const FOLDER = mkdtempSync(join(tmpdir(), 'consumers-'));

function fileOf(text: string, name = 'consumers.yaml'): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

const read = (text: string, environment?: string) => ConsumersFile.fromFile(fileOf(text), { environment }).consumers;

function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  throw new Error('the file was taken');
}

const BOTH = `
environments: [test, prod]
consumers:
  Billing:
    owner: billing@example.com
    scopes: [payments/read]
    addresses: [10.20.0.0/16, 'fd00:20::/48']
    throttle: { rateLimit: 50, burstLimit: 100 }
    environments:
      test: {}
      prod:
        addresses: [10.30.0.0/16]
        throttle: { rateLimit: 500, burstLimit: 1000 }
        expires: 2027-06-30
  Ledger:
    owner: ledger@example.com
    vpcEndpoints: [vpce-0123456789abcdef0]
  Trial:
    owner: trial@example.com
    addresses: [10.40.0.0/24]
    environments:
      test: { quota: { limit: 1000, period: DAY } }
`;

test('a consumer of a file has the properties it would have in code', () => {
  expect(read(BOTH, 'test')[0]).toEqual({
    id: 'Billing',
    owner: 'billing@example.com',
    scopes: ['payments/read'],
    addresses: ['10.20.0.0/16', 'fd00:20::/48'],
    throttle: { rateLimit: 50, burstLimit: 100 },
  });
});

test('what an environment says replaces the default, property by property', () => {
  expect(read(BOTH, 'prod')[0]).toEqual({
    id: 'Billing',
    owner: 'billing@example.com',
    scopes: ['payments/read'],
    addresses: ['10.30.0.0/16'],
    throttle: { rateLimit: 500, burstLimit: 1000 },
    expires: '2027-06-30',
  });
});

test('a consumer is in the environments it names, or in all of them', () => {
  expect(read(BOTH, 'test').map(({ id }) => id)).toEqual(['Billing', 'Ledger', 'Trial']);
  expect(read(BOTH, 'prod').map(({ id }) => id)).toEqual(['Billing', 'Ledger']);
});

test('an environment that the file does not name is refused with those it names', () => {
  expect(() => read(BOTH, 'prdo')).toThrow('one of its environments (test, prod), received: "prdo"');
  expect(() => read(BOTH)).toThrow('one of its environments (test, prod), received: undefined');
  expect(() => read('consumers: {}', 'prod')).toThrow('(it names none), received: "prod"');
});

test('a JSON file is read alike, tabs included', () => {
  const data = { consumers: { Billing: { owner: 'b@example.com', addresses: ['10.0.0.0/8'] } } };
  expect(ConsumersFile.fromFile(fileOf(JSON.stringify(data, undefined, '\t'), 'consumers.json')).consumers)
    .toEqual([{ id: 'Billing', ...data.consumers.Billing }]);
});

test('every problem is named at once, with file, line and column', () => {
  expect(problemsOf(`consumers:
  Billing:
    owner: 7
    adresses: [10.0.0.0/8]
    addresses: [10.0.0.1/8, nowhere]
    vpcEndpoints: [vpce-123]
    scopes: [payments]
    throttle: { rateLimit: 0, burstLimit: 1.5 }
    quota: { limit: 0, period: YEAR }
    expires: P90D
    enabled: "no"
  9Lives:
    addresses: [10.0.0.0/8]
`)).toEqual([
    'consumers.yaml:3:12 consumers.Billing.owner: must be string, received: 7',
    'consumers.yaml:4:5 consumers.Billing.adresses: is not a property here; known are owner, scopes, addresses, wideRangeReason, vpcEndpoints, tier, throttle, quota, expires, enabled, environments',
    'consumers.yaml:5:17 consumers.Billing.addresses[0]: a CIDR block has no bits set behind its prefix (did you mean 10.0.0.0/8?), received: "10.0.0.1/8"',
    'consumers.yaml:5:29 consumers.Billing.addresses[1]: an address list takes CIDR blocks, received: "nowhere"',
    'consumers.yaml:6:20 consumers.Billing.vpcEndpoints[0]: an endpoint id is written vpce- and 8 to 17 hexadecimal digits, received: "vpce-123"',
    'consumers.yaml:7:14 consumers.Billing.scopes[0]: a scope is written RESOURCE-SERVER/NAME, as in payments/read, received: "payments"',
    'consumers.yaml:8:28 consumers.Billing.throttle.rateLimit: a rate limit is a number of requests a second above 0, received: 0',
    'consumers.yaml:8:43 consumers.Billing.throttle.burstLimit: a burst limit is a whole number from 1, received: 1.5',
    'consumers.yaml:9:21 consumers.Billing.quota.limit: a quota is a whole number from 1 (a consumer without access is not enabled), received: 0',
    'consumers.yaml:9:32 consumers.Billing.quota.period: is one of DAY, WEEK, MONTH, received: "YEAR"',
    'consumers.yaml:10:14 consumers.Billing.expires: a consumer ends on an ISO date (YYYY-MM-DD), since a duration from now would never come, received: "P90D"',
    'consumers.yaml:11:14 consumers.Billing.enabled: must be boolean, received: "no"',
    'consumers.yaml:12:3 consumers.9Lives: a letter, then letters, digits, _ and -; at most 64 characters, received: "9Lives"',
    'consumers.yaml:13:5 consumers.9Lives: lacks owner',
  ]);
});

test('a problem inside an environment, or behind an alias, has its own line', () => {
  expect(problemsOf(`environments: [prod]
consumers:
  A:
    owner: &who ''
    environments:
      prod: { addresses: [10.0.0.0/0] }
      prdo: { addresses: [10.0.0.0/8] }
  B:
    owner: *who
    addresses: [10.0.0.0/8]
`)).toEqual([
    expect.stringMatching(/^consumers.yaml:4:1\d consumers.A.owner: a consumer has an owner/),
    expect.stringMatching(/^consumers.yaml:6:27 .*prod.addresses\[0\]: .*whole internet/),
    'consumers.yaml:7:7 consumers.A.environments.prdo: is no environment of this file; known are prod',
    expect.stringMatching(/^consumers.yaml:9:12 consumers.B.owner: a consumer has an owner/),
  ]);
});

test('a problem behind an alias stands where its anchor stands', () => {
  expect(problemsOf(`consumers:
  A: { owner: a, addresses: [10.0.0.0/8], throttle: &slow { rateLimit: 1, burstLimit: 0 } }
  B: { owner: b, addresses: [10.0.0.0/8], throttle: *slow }
`).map((text) => text.split(': ')[0])).toEqual([
    'consumers.yaml:2:87 consumers.A.throttle.burstLimit',
    'consumers.yaml:2:87 consumers.B.throttle.burstLimit',
  ]);
});

test('a consumer that nothing admits in one of its environments is refused', () => {
  expect(problemsOf(`environments: [test, prod]
consumers:
  A:
    owner: a@example.com
    environments: { test: { addresses: [10.0.0.0/8] }, prod: {} }
`)).toEqual(['consumers.yaml:3:3 consumers.A: in prod, a consumer names where it calls from: addresses, vpcEndpoints or both, received: "A"']);
});

test('one problem of a consumer hides no other', () => {
  expect(problemsOf('consumers:\n  9Lives: {}\n').map((text) => text.slice(0, 60))).toEqual([
    'consumers.yaml:2:3 consumers.9Lives: a consumer names where i',
    'consumers.yaml:2:3 consumers.9Lives: a letter, then letters, ',
    'consumers.yaml:2:11 consumers.9Lives: lacks owner',
  ].map((text) => text.slice(0, 60)));
});

test('a name that stands twice, and broken YAML, are refused with their lines', () => {
  expect(problemsOf('consumers:\n  A: {owner: a, addresses: [10.0.0.0/8]}\n  A: {owner: a, addresses: [10.0.0.0/8]}\n'))
    .toEqual(['consumers.yaml:3:3 Map keys must be unique']);
  expect(problemsOf('consumers: {')).toEqual([expect.stringMatching(/^consumers.yaml:1:13 /)]);
});

test.each([
  ['', 'must be object, received: null'],
  ['- a', 'must be object, received: ["a"]'],
  ['&a [*a]', 'circle'],
  ['{}', 'lacks consumers'],
])('a file that holds %j is refused', (text, message) => {
  expect(problemsOf(text).join()).toContain(message);
});

test('a date is a date in YAML 1.1 too', () => {
  expect(read('%YAML 1.1\n---\nconsumers: { A: { owner: a, addresses: [10.0.0.0/8], expires: 2027-06-30 } }\n')[0]!.expires).toBe('2027-06-30');
});

test.each(Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith('_')))('a file may name a consumer and an environment %s', (name) => {
  const text = `environments: [prod, ${name}]\nconsumers:\n  ${name}: { owner: a, addresses: [10.0.0.0/8], environments: { ${name}: { enabled: false } } }`
    + '\n  Other: { owner: b, addresses: [10.0.0.0/8], environments: { prod: {} } }';
  expect(read(text, name)).toEqual([{ id: name, owner: 'a', addresses: ['10.0.0.0/8'], enabled: false }]);
  expect(read(text, 'prod').map(({ id }) => id)).toEqual(['Other']);
  expect(() => read('environments: [prod]\nconsumers: {}', name)).toThrow(`(prod), received: "${name}"`);
  expect(problemsOf(`consumers: { A: { owner: a, addresses: [10.0.0.0/8], ${name}: 1 } }`).join()).toContain(`consumers.A.${name}: is not a property here`);
});

test('__proto__ in a file is refused where it stands, and changes nothing', () => {
  expect(problemsOf('consumers:\n  __proto__: { owner: a, addresses: [10.0.0.0/8] }'))
    .toEqual(['consumers.yaml:2:3 consumers.__proto__: a letter, then letters, digits, _ and -; at most 64 characters, received: "__proto__"']);
  expect(problemsOf('consumers:\n  A: { owner: a, __proto__: { addresses: [10.0.0.0/8] } }').join('\n'))
    .toContain('consumers.A.__proto__: is not a property here');
  expect(problemsOf('environments: [__proto__]\nconsumers: {}').join()).toContain('received: "__proto__"');
  expect('owner' in {}).toBe(false);
});

test('a file that is not there is refused by its path', () => {
  expect(() => ConsumersFile.fromFile('/nowhere/consumers.yaml')).toThrow('"/nowhere/consumers.yaml"');
});

test('an environment may set what a consumer may, and every part of the published schema says what it is for', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/consumers.schema.json'), 'utf8'));
  const { environments, ...properties } = schema.definitions.consumer.properties;
  expect(schema.definitions.override.properties).toEqual(properties);
  expect([environments, ...Object.values<any>(schema.definitions)].filter(({ description }) => !description)).toEqual([]);
  expect(schema.$id).toMatch(/^https:.*schemas\/consumers\.schema\.json$/);
});

test('no file, however broken, makes the reader crash', () => {
  const edit = fc.record({
    at: fc.nat(BOTH.length),
    drop: fc.nat(12),
    put: fc.constantFrom(...['', ' ', '\n', '\t', ':', '- ', '{', ']', '"', '&a ', '*a', '? ', '!!set ', '%', '__proto__: ', '<<: ', '~', '\u0000', '---\n', '0']),
  });
  fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
    const text = edits.reduce((now, { at, drop, put }) => now.slice(0, at) + put + now.slice(at + drop), BOTH);
    try {
      read(text, 'prod');
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
      expect((error as RuleError).id).toMatch(/^ConsumersFile(Invalid|Environment)$/);
      expect((error as Error).message).toContain('consumers.yaml');
    }
  }), { numRuns: 300 });
});

test('no structure, however strange, makes the reader crash', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (odd, other) => {
    const text = JSON.stringify({
      environments: other, consumers: { A: odd, B: { owner: odd, addresses: other, environments: odd, throttle: other } },
    });
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
    }
  }), { numRuns: 300 });
});

const REFERENCES = ['${Token[TOKEN.2328]}', '#{Token[TOKEN.7]}', 'x ${Token[Issuer.Secret.2328]} y', '${AWS::AccountId}'];

test.each(REFERENCES)('a text of a file is meant literally: %s is refused in every value, where it stands', (reference) => {
  const text = (field: string, value: string) => `environments: [prod]\nconsumers:\n  A:\n    owner: a\n    addresses: [10.0.0.0/8]\n    environments:
      prod: {}\n    ${field}: ${value}\n`.replace(field === 'owner' ? '    owner: a\n' : '', '');
  const said = `meant literally, and holds no reference (a token or a pseudo parameter), received: ${JSON.stringify(reference)}`;
  expect(problemsOf(text('owner', `"${reference}"`))).toEqual([`consumers.yaml:7:12 consumers.A.owner: a text of a file is ${said}`]);
  expect(problemsOf(text('tier', `"${reference}"`))).toEqual([`consumers.yaml:8:11 consumers.A.tier: a text of a file is ${said}`]);
  for (const list of ['scopes', 'vpcEndpoints']) {
    expect(problemsOf(text(list, `["${reference}"]`)).join('\n')).toContain(`consumers.A.${list}[0]: a text of a file is ${said}`);
    expect(problemsOf(text(list, `["${reference}"]`))).toHaveLength(1);
  }
  expect(problemsOf(text(`"${reference}"`, '1')).join('\n')).toContain(`consumers.yaml:8:5 consumers.A.${reference}: a name of a file is ${said}`);
});

test('a reference is found behind an alias, in an environment, and in the name of a consumer or an environment', () => {
  expect(problemsOf(`environments: [prod, "\${Token[TOKEN.1]}"]
$schema: "\${Token[TOKEN.4]}"
consumers:
  A:
    owner: &who "\${Token[TOKEN.2]}"
    addresses: [10.0.0.0/8]
    environments:
      prod: { owner: *who }
  "#{Token[TOKEN.3]}": { owner: b, addresses: [10.0.0.0/8] }
`).filter((text) => text.includes('meant literally')).map((text) => text.split(' ')[0])).toEqual(
    ['consumers.yaml:1:22', 'consumers.yaml:2:10', 'consumers.yaml:5:17', 'consumers.yaml:8:22', 'consumers.yaml:9:3'],
  );
});

test('a price, a brace and a template variable of others are no references', () => {
  expect(read('consumers: { A: { owner: "a $5 {Token[x]} ${team}", addresses: [10.0.0.0/8] } }')[0]!.owner).toBe('a $5 {Token[x]} ${team}');
});

test.each([[30, 'is nested deeper than 20 levels'], [5000, 'is nested too deeply to be read']])('a file that is nested %d levels deep is refused as such', (depth, message) => {
  for (const text of [`consumers: ${'['.repeat(depth)}${']'.repeat(depth)}`, `consumers: ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`]) {
    const deep = problemsOf(text).filter((problem) => problem.includes('nested'));
    expect(deep).toHaveLength(1);
    expect(deep[0]).toContain(message);
    expect(problemsOf(text).join()).not.toContain('call stack');
  }
});

test('a scope that stands twice is refused where its list stands', () => {
  expect(problemsOf('consumers:\n  A: { owner: a, addresses: [10.0.0.0/8], scopes: [p/read, p/read] }')).toEqual(
    ['consumers.yaml:2:51 consumers.A.scopes: an OAuth client has each of its scopes once, received a second: "p/read"'],
  );
});
