import * as fc from 'fast-check';
import { type Finding, type FindingCode, type LintOptions, lintRules, parseRules } from '../../../src/values/suricata';

/** The findings about a text; rules without an id get one. */
function lint(text: string, options: Partial<LintOptions> = {}): Finding[] {
  const numbered = text.trim().split('\n').map((row, index) => (row.includes('sid:') ? row : row.replace(/\)$/, ` sid:${index + 1};)`))).join('\n');
  const { rules, problems } = parseRules(numbered);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return lintRules(rules, { order: 'STRICT_ORDER', dropsByDefault: true, ...options });
}

const codes = (text: string, options: Partial<LintOptions> = {}) => lint(text, options).map(({ code, lines }) => [code, ...lines]);
const only = (text: string, code: FindingCode, options: Partial<LintOptions> = {}) => lint(text, options).filter((one) => one.code === code)
  .map(({ lines }) => lines);

test('a rule file that is right has no findings', () => {
  expect(codes(`
drop ip $HOME_NET any -> 198.51.100.7 any (msg:"blocked";)
pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:"api.example.com"; startswith; endswith; nocase; flow:to_server;)
pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; dotprefix; content:".example.org"; nocase; endswith; flow:to_server;)
pass http $HOME_NET any -> $EXTERNAL_NET 80 (http.host; content:"packages.example.net"; startswith; endswith; flow:to_server;)
pass tcp $HOME_NET any -> 203.0.113.0/24 8443 (msg:"a partner";)
pass tcp $HOME_NET any <> $EXTERNAL_NET 443 (flow:not_established;)
reject tcp $HOME_NET any -> any any (flow:established,to_server;)
`)).toEqual([]);
});

test('every rule has an id, and no other has it', () => {
  const { rules } = parseRules('drop tcp any any -> any 1 (msg:"none";)\ndrop tcp any any -> any 2 (sid:5;)\ndrop tcp any any -> any 3 (sid:5;)');
  expect(lintRules(rules, { order: 'STRICT_ORDER' }).map(({ code, lines }) => [code, ...lines])).toEqual([['sid-missing', 1], ['sid-duplicate', 3, 2]]);
});

describe('what passes everything is seen', () => {
  test.each([
    'pass ip any any -> any any ()', 'pass tcp any any <> any any ()', 'pass udp ANY any -> any any ()', 'pass ip [0.0.0.0/0] any -> [::/0] any ()',
    'pass ip [0.0.0.0/1,128.0.0.0/1] any -> any any ()', 'pass ip any any -> !192.0.2.1 any ()', 'pass ip any any -> ![10.0.0.0/8,192.168.0.0/16] any ()',
    'pass tcp any !22 -> any ![22,25] ()', 'pass tcp any 1: -> any [:1023,1024:] ()',
    'pass tcp any any -> any any (flow:established,to_server;)', 'pass tcp any any -> any any (content:!"evil";)', 'pass ip any any -> any any (ip_proto:!47;)',
    'pass tcp any any -> any any (flowbits:set,seen; noalert;)', 'pass tcp any any -> any any (flowbits:isnotset,never;)', 'pass tcp any any -> any any (dsize:>0;)',
    'pass tcp any any -> any any (app-layer-protocol:!tls;)', 'pass ip $EXTERNAL_NET any -> !$HOME_NET any ()', 'pass ip 0.0.0.0/0 any -> 0.0.0.0-223.255.255.255 any ()',
    'pass ip any any -> 2000::/3 any ()',
  ])('%s', (rule) => {
    expect(only(rule.replace('()', '(rev:1;)'), 'pass-everything')).toEqual([[1]]);
  });

  test.each([
    ['pass ip $HOME_NET any -> any any (rev:1;)', 'pass-internet'],
    ['pass ip 10.0.0.0/8 any -> $EXTERNAL_NET any (rev:1;)', 'pass-internet'],
    ['pass tcp any any <> 10.0.0.0/8 any (rev:1;)', 'pass-internet'],
    ['pass tls any any -> any any (flow:to_server;)', 'pass-unnamed'],
    ['pass tcp any any -> any any (app-layer-protocol:tls;)', 'pass-unnamed'],
    ['pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:!"evil.example";)', 'pass-unnamed'],
    ['pass http $HOME_NET any -> any 80 (http.host; content:".";)', 'pass-unnamed'],
    ['pass http $HOME_NET any -> any 80 (http.host; content:"a"; pcre:"/.*/";)', 'pass-unnamed'],
    ['pass tcp $HOME_NET any -> $EXTERNAL_NET 443 (rev:1;)', 'pass-unnamed'],
    ['pass tls $HOME_NET any -> $EXTERNAL_NET any (ssl_state:client_hello; tls.version:1.3;)', 'pass-unnamed'],
    ['pass http $HOME_NET any -> $EXTERNAL_NET any (http.method; content:"GET"; http.uri; content:"/packages";)', 'pass-unnamed'],
    ['pass tcp $HOME_NET any -> @PARTNERS 443 (rev:1;)', 'pass-unknown'],
    ['pass tcp $HOME_NET any -> !!192.0.2.1 any (rev:1;)', 'pass-unknown'],
  ] as const)('%s: %s', (rule, code) => {
    const found = lint(rule, { variables: { addresses: { '@PARTNERS': undefined } } }).map((one) => one.code);
    expect(found.filter((one) => one.startsWith('pass-'))).toEqual([code]);
  });

  test.each([
    ['addresses', 'pass ip any any -> 0.0.0.0/1 any (rev:1;)\npass ip any any -> 128.0.0.0/1 any (rev:1;)'],
    ['ports', 'pass tcp any any -> any :30000 (rev:1;)\npass tcp any any -> any 30001: (rev:1;)'],
    ['protocols', 'pass tcp any any -> 0.0.0.0/1 any (rev:1;)\npass ip any any -> 128.0.0.0/1 any (rev:1;)'],
  ])('cut in halves by %s', (_, text) => {
    expect(only(text, 'pass-everything')).toContainEqual([1, 2]);
  });

  test.each([
    'drop ip any any -> any any (rev:1;)', 'pass icmp any any -> any any (rev:1;)', 'pass ip 10.0.0.0/8 any -> 10.0.0.0/8 any (rev:1;)',
    'pass tcp any any -> 192.0.2.0/24 any (rev:1;)', 'pass tcp any any -> any 22 (rev:1;)', 'pass tcp any any -> any any (flow:not_established;)',
    'pass tls any any -> 10.0.0.0/8 443 (rev:1;)', 'pass tls any any -> any any (aws_domain_category:Business;)', 'pass tls any any -> any any (geoip:dst,DE;)',
    'pass tls any any -> any any (tls.cert_subject; content:"CN=partner.example";)', 'pass ntp any any -> any 123 (rev:1;)', 'pass ip any any -> 0.0.0.0/1 any (rev:1;)',
  ])('and not more than that: %s', (rule) => {
    expect(lint(rule).filter(({ code }) => code.startsWith('pass-'))).toEqual([]);
  });

  test('a variable is as wide as what it holds', () => {
    const rule = 'pass ip any any -> $TO $PORTS (rev:1;)';
    expect(only(rule, 'pass-everything', { variables: { addresses: { TO: ['0.0.0.0/0'] }, ports: { PORTS: ['0:65535'] } } })).toEqual([[1]]);
    expect(only(rule, 'pass-everything', { variables: { addresses: { TO: ['192.0.2.0/24'] }, ports: { PORTS: ['0:65535'] } } })).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['tls.sni; dotprefix; content:".com"; endswith;', 'name-too-wide'], ['tls.sni; content:"amazonaws"; startswith; endswith;', 'name-too-wide'],
    ['tls.sni; content:"*.com"; endswith;', 'name-too-wide'], ['tls.sni; content:"example.com"; endswith;', 'name-unanchored'],
    ['tls.sni; content:"example.com"; startswith;', 'name-unanchored'], ['tls.sni; content:".example.com";', 'name-unanchored'],
    ['tls.sni; content:"|2e|com"; endswith;', 'name-too-wide'],
  ] as const)('%s is looser than it looks: %s', (options, code) => {
    expect(lint(`pass tls $HOME_NET any -> any 443 (${options} rev:1;)`).map((one) => one.code)).toEqual([code]);
  });

  test.each([
    'tls.sni; dotprefix; content:".example.com"; endswith;', 'tls.sni; content:"example.com"; startswith; endswith;', 'tls.sni; content:"example.com"; bsize:11;',
    'tls.sni; content:"example.com"; pcre:"/^example\\.com$/";', 'tls.sni; content:"example.com"; startswith; isdataat:!1,relative;',
  ])('%s is a name', (options) => {
    expect(codes(`pass tls $HOME_NET any -> any 443 (${options} rev:1;)`)).toEqual([]);
  });
});

describe('shadowed rules', () => {
  test.each([
    ['the same rule', 'drop tcp any any -> 192.0.2.1 80 (rev:1;)\npass tcp any any -> 192.0.2.1 80 (rev:1;)'],
    ['a narrower one', 'drop tcp any any -> 192.0.2.0/24 any (rev:1;)\npass tls 10.0.0.1 any -> [192.0.2.1,192.0.2.9] 443 (tls.sni; content:"a.example"; startswith; endswith;)'],
    ['another spelling', 'drop tcp any any -> [192.0.2.0/25,192.0.2.128/25] any (rev:1;)\npass tcp any any -> 192.0.2.0/24 80:90 (rev:1;)'],
    ['the other direction', 'drop tcp 10.0.0.0/8 any <> 192.0.2.0/24 any (rev:1;)\npass tcp 192.0.2.1 any -> 10.0.0.1 any (rev:1;)'],
    ['the same condition', 'drop tls any any -> any any (tls.sni; content:"a.example"; msg:"x";)\npass tls any any -> 192.0.2.1 any (tls.sni; content:"a.example"; msg:"y";)'],
    ['a flow that says more', 'drop tcp any any -> 192.0.2.0/24 any (flow:established;)\npass tcp any any -> 192.0.2.1 any (flow:established,to_server;)'],
    ['the same unknown variable', 'drop tcp $HOME_NET any -> 192.0.2.0/24 any (rev:1;)\npass tcp $HOME_NET any -> 192.0.2.1 any (rev:1;)'],
  ])('%s', (_, text) => {
    expect(only(text, 'shadowed')).toEqual([[2, 1]]);
  });

  test.each([
    ['an alert decides nothing', 'alert tcp any any -> any any (rev:1;)\npass tcp any any -> 192.0.2.1 80 (rev:1;)'],
    ['a narrower rule before', 'drop tcp any any -> 192.0.2.1 80 (rev:1;)\npass tcp any any -> 192.0.2.0/24 80 (rev:1;)'],
    ['another protocol', 'drop udp any any -> any any (rev:1;)\npass tls any any -> 192.0.2.1 80 (tls.sni; content:"a.example"; bsize:9;)'],
    ['an application protocol before', 'drop tls any any -> any any (rev:1;)\npass tcp any any -> 192.0.2.1 22 (rev:1;)'],
    ['a condition', 'drop tcp any any -> any any (content:"bad";)\npass tcp any any -> 192.0.2.1 22 (rev:1;)'],
    ['a flow that says less', 'drop tcp any any -> any any (flow:established;)\npass tcp any any -> 192.0.2.1 22 (rev:1;)'],
    ['the other direction', 'drop tcp 10.0.0.0/8 any -> 192.0.2.0/24 any (rev:1;)\npass tcp 192.0.2.1 any -> 10.0.0.1 any (rev:1;)'],
    ['a gap of one address', 'drop tcp any any -> [192.0.2.1,192.0.2.3] any (rev:1;)\npass tcp any any -> 192.0.2.1-192.0.2.3 22 (rev:1;)'],
    ['variables that differ', 'drop tcp $HOME_NET any -> 192.0.2.0/24 any (rev:1;)\npass tcp 10.0.0.0/8 any -> 192.0.2.1 any (rev:1;)'],
    ['an alert behind a drop is still written', 'drop tcp any any -> any any (rev:1;)\nalert tcp any any -> any any (rev:1;)'],
  ])('not so: %s', (_, text) => {
    expect(only(text, 'shadowed')).toEqual([]);
  });

  test('in action order a pass is tried first, wherever it stands, and then by priority', () => {
    const text = 'drop tcp any any -> 192.0.2.1 80 (rev:1;)\npass tcp any any -> 192.0.2.0/24 any (rev:1;)';
    expect(only(text, 'shadowed')).toEqual([]);
    expect(only(text, 'shadowed', { order: 'DEFAULT_ACTION_ORDER' })).toEqual([[1, 2]]);
    const urgent = 'drop tcp any any -> 192.0.2.1 80 (rev:1;)\ndrop tcp any any -> 192.0.2.0/24 any (priority:1;)';
    expect(only(urgent, 'shadowed', { order: 'DEFAULT_ACTION_ORDER' })).toEqual([[1, 2]]);
  });

  test('never is one said to be shadowed that matches something of its own', () => {
    const small = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const sets = fc.record({ from: small, to: small, ports: small });
    fc.assert(fc.property(fc.array(sets, { minLength: 1, maxLength: 6 }), (rules) => {
      const span = ([first, last]: readonly [number, number]) => `192.0.2.${first}-192.0.2.${last}`;
      const text = rules.map(({ from, to, ports }) => `drop tcp ${span(from)} any -> ${span(to)} ${ports[0]}:${ports[1]} (rev:1;)`).join('\n');
      const inside = (outer: readonly [number, number], inner: readonly [number, number]) => outer[0] <= inner[0] && inner[1] <= outer[1];
      const expected = rules.flatMap((rule, at) => (rules.slice(0, at)
        .some((before) => inside(before.from, rule.from) && inside(before.to, rule.to) && inside(before.ports, rule.ports)) ? [at + 1] : []));
      expect(only(text, 'shadowed').map(([line]) => line)).toEqual(expected);
    }), { numRuns: 100 });
  });

  test('a group too large to compare says so, and ends', () => {
    const rules = Array.from({ length: 1500 }, (_, at) => `drop ip any any -> 10.${Math.floor(at / 256)}.${at % 256}.1 any (rev:1;)`).join('\n');
    expect(codes(rules).map(([code]) => code)).toEqual(['shadow-unexamined']);
  });
});

test('what a group says beside its rules is held against them', () => {
  const text = 'alert tcp $PARTNER any -> @LIST $WEB (priority:1;)\nalert tcp $HOME_NET any -> any any (rev:1;)';
  expect(codes(text, { capacity: 1, dropsByDefault: false }).filter(([code]) => code !== 'shadowed')).toEqual([
    ['priority-in-strict-order', 1], ['over-capacity'], ['variable-undefined', 1], ['variable-undefined', 1], ['variable-undefined', 1],
    ['nothing-dropped', 1, 2],
  ]);
  const variables = { addresses: { 'PARTNER': ['192.0.2.0/24'], '@LIST': undefined }, ports: { WEB: ['80'] } };
  expect(codes(text, { capacity: 2, variables, order: 'DEFAULT_ACTION_ORDER' })).toEqual([]);
  expect(only('drop tcp $toString any -> any $constructor (rev:1;)', 'variable-undefined', { variables: { addresses: {}, ports: {} } })).toEqual([[1], [1]]);
});

test('whatever the variables: nothing is thrown', () => {
  const { rules } = parseRules('pass ip [$A,!$B] any -> ![$A,[!$HOME_NET]] $P (sid:1;)');
  const members = fc.option(fc.array(fc.oneof(fc.constantFrom('10.0.0.0/8', '$A', '![$B]', '80', '::/0', '!any'), fc.string())), { nil: undefined });
  fc.assert(fc.property(members, members, members, (A, B, P) => {
    expect(Array.isArray(lintRules(rules, { order: 'STRICT_ORDER', variables: { addresses: { A, B, HOME_NET: A }, ports: { P } } }))).toBe(true);
  }), { numRuns: 60 });
});
