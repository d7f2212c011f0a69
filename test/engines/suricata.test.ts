import { describeWith } from './support/engines';
import { BadRules, checkRules, judge } from './support/suricata';
import type { Flow } from './support/traffic';

/** Explicit drops, then passes, then the default action, written as reject. */
const RULES = `
drop ip $HOME_NET any -> $BLOCKED any (msg:"a blocked address"; sid:10; rev:1;)
pass tls $HOME_NET any -> $EXTERNAL_NET 443 (msg:"api.example.com"; tls.sni; content:"api.example.com"; startswith; endswith; nocase; flow:to_server; sid:20; rev:1;)
pass tls $HOME_NET any -> $EXTERNAL_NET 443 (msg:"*.example.org"; tls.sni; dotprefix; content:".example.org"; nocase; endswith; flow:to_server; sid:21; rev:1;)
pass http $HOME_NET any -> $EXTERNAL_NET 80 (msg:"packages"; http.host; content:"packages.example.net"; startswith; endswith; flow:to_server; sid:22; rev:1;)
pass tcp $HOME_NET any -> $PARTNER 8443 (msg:"a partner, by address"; sid:23; rev:1;)
pass udp $HOME_NET any -> 10.0.0.2 53 (msg:"the resolver"; sid:24; rev:1;)
reject tcp $HOME_NET any -> any any (msg:"default: established"; flow:established,to_server; sid:1000; rev:1;)
reject udp $HOME_NET any -> any any (msg:"default: UDP"; sid:1001; rev:1;)
`;
const FILE = { rules: RULES, addresses: { BLOCKED: ['198.51.100.7/32'], PARTNER: ['203.0.113.0/24'] } };

const EXPECTED: [string, Flow, 'pass' | 'drop', number[]][] = [
  ['a named server', { kind: 'tls', serverName: 'api.example.com' }, 'pass', []],
  ['the same name in capitals', { kind: 'tls', serverName: 'API.example.com' }, 'pass', []],
  ['a name that only ends alike', { kind: 'tls', serverName: 'badapi.example.com' }, 'drop', [1000]],
  ['a name that only begins alike', { kind: 'tls', serverName: 'api.example.com.evil.test' }, 'drop', [1000]],
  ['a subdomain', { kind: 'tls', serverName: 'a.b.example.org' }, 'pass', []],
  ['a domain that only ends alike', { kind: 'tls', serverName: 'badexample.org' }, 'drop', [1000]],
  ['TLS without a server name', { kind: 'tls' }, 'drop', [1000]],
  ['a named server on another port', { kind: 'tls', serverName: 'api.example.com', port: 8443 }, 'drop', [1000]],
  ['a named server at a blocked address', { kind: 'tls', serverName: 'api.example.com', to: '198.51.100.7' }, 'drop', [10]],
  ['TLS 1.2', { kind: 'tls', serverName: 'api.example.com', options: { maxVersion: 'TLSv1.2' } }, 'pass', []],
  ['a hello cut in two: the default speaks before the name is there', { kind: 'tls', serverName: 'api.example.com', split: 100 }, 'drop', [1000]],
  ['a named host', { kind: 'http', host: 'packages.example.net', path: '/pool' }, 'pass', []],
  ['another host', { kind: 'http', host: 'evil.test' }, 'drop', [1000]],
  ['a host that only begins alike', { kind: 'http', host: 'packages.example.net.evil.test' }, 'drop', [1000]],
  ['a partner', { kind: 'tcp', to: '203.0.113.9', port: 8443, data: 'hello' }, 'pass', []],
  ['bytes to anyone else', { kind: 'tcp', port: 8443, data: 'hello' }, 'drop', [1000]],
  ['the resolver', { kind: 'dns', question: 'example.com', to: '10.0.0.2' }, 'pass', []],
  ['another resolver', { kind: 'dns', question: 'example.com' }, 'drop', [1001]],
];

describeWith(['suricata'], 'firewall rules in Suricata', () => {
  test('every flow gets the verdict that the rules promise', async () => {
    const verdicts = await judge(FILE, EXPECTED.map(([, flow]) => flow));
    expect(verdicts.map(({ action, rules }, at) => [EXPECTED[at]![0], action, rules]))
      .toEqual(EXPECTED.map(([title, , action, rules]) => [title, action, rules]));
  });

  test('Suricata reads names from the generated traffic: it is real', async () => {
    const verdicts = await judge({ rules: 'alert ip any any -> any any (sid:1; rev:1;)' }, [
      { kind: 'tls', serverName: 'api.example.com' }, { kind: 'http', host: 'packages.example.net' }, { kind: 'dns', question: 'example.com' },
    ]);
    expect(verdicts.map(({ name }) => name)).toEqual(['api.example.com', 'packages.example.net', 'example.com']);
    expect(verdicts.every(({ action }) => action === 'pass')).toBe(true);
  });

  test.each([
    ['a misspelt keyword', 'pass tls $HOME_NET any -> any 443 (tls.sni; content:"example.com"; startswth; sid:1; rev:1;)', 'startswth'],
    ['an unknown variable', 'drop tcp $HOME_NETT any -> any any (sid:2; rev:1;)', 'HOME_NETT'],
    ['a rule without an id', 'drop tcp $HOME_NET any -> any any (msg:"no id";)', 'no id'],
    ['two rules with one id', 'drop tcp any any -> any 1 (sid:3; rev:1;)\ndrop tcp any any -> any 2 (sid:3; rev:1;)', 'sid:3'],
    ['capitals where the match is lower case', 'pass http any any -> any 80 (http.host; content:"UPPER.example"; sid:4; rev:1;)', 'UPPER.example'],
  ])('%s is refused, and the message names it', async (_, rules, named) => {
    const refused = await checkRules({ rules }).then(() => undefined, (error: unknown) => error);
    expect(refused).toBeInstanceOf(BadRules);
    expect((refused as Error).message).toContain(named);
  });

  test('the rule file loads', () => checkRules(FILE));
});
