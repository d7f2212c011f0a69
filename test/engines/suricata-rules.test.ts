import { describeWith } from './support/engines';
import { BadRules, checkRules, judge } from './support/suricata';
import { lintRules, parseRules, readDomainList } from '../../src/values/suricata';
import { ADDRESSES, includes, placeOf } from '../../src/values/suricata/intervals';
import { readAddresses } from '../../src/values/suricata/selectors';
import { resolve } from '../../src/values/suricata/sets';

type Verdict = 'taken' | 'refused' | 'unknown';

/** A rule, what Suricata 7 says of it, and what we say where that differs. `SID` stands for an id of its own. */
const RULES: [title: string, rule: string, engine: 'taken' | 'refused', ours?: Verdict][] = [
  // headers
  ['the least', 'drop ip any any -> any any (sid:SID;)', 'taken'],
  ['capitals in the header', 'DROP TCP ANY any -> any ANY (sid:SID;)', 'taken'],
  ['capitals in keywords', 'drop tcp any any -> any 80 (SID:SID; MSG:"capitals";)', 'taken'],
  ['spaces in groups', 'drop tcp [10.0.0.0/8, 10.1.0.0/16] any -> any [80, 443] (sid:SID;)', 'taken'],
  ['negations in groups', 'drop tcp [10.0.0.0/8,![10.1.0.0/16,10.2.0.0/16]] any -> any [80:100,!99] (sid:SID;)', 'taken'],
  ['a list without brackets', 'drop tcp 10.0.0.1,10.0.0.2 any -> any 80,443 (sid:SID;)', 'taken'],
  ['a range, a netmask, host bits', 'drop tcp [10.0.0.1-10.0.0.9,10.0.0.0/255.0.0.0,10.0.0.1/8] any -> any any (sid:SID;)', 'taken'],
  ['IPv6', 'drop tcp ::1 any -> [2001:db8::/32,::ffff:1.2.3.4] 80 (sid:SID;)', 'taken'],
  ['open ranges of ports', 'drop tcp any :1024 -> any [1024:] (sid:SID;)', 'taken'],
  ['both directions', 'drop tcp any any <> any 80 (sid:SID;)', 'taken'],
  ['variables', 'drop tcp !$HOME_NET any -> [$EXTERNAL_NET,!203.0.113.0/24] $HTTP_PORTS (sid:SID;)', 'taken'],
  ['a set taken from everything', 'drop tcp [!10.0.0.0/8,!$HOME_NET] any -> any ![1:100] (sid:SID;)', 'taken'],
  ['the wrong direction', 'drop tcp any any <- any 80 (sid:SID;)', 'refused'],
  ['a direction that Suricata 8 has', 'drop http any any => any 80 (sid:SID;)', 'refused', 'unknown'],
  ['a direction without a space', 'drop tcp any any ->any 80 (sid:SID;)', 'refused'],
  ['options without a space', 'drop tcp any any -> any 80(sid:SID;)', 'refused'],
  ['no port', 'drop tcp any any -> any (sid:SID;)', 'refused'],
  ['no source port', 'drop tcp any -> any 80 (sid:SID;)', 'refused'],
  ['not any', 'drop tcp !any any -> any any (sid:SID;)', 'refused'],
  ['no port at all', 'drop tcp any any -> any !any (sid:SID;)', 'refused'],
  ['a set less itself', 'drop tcp [10.0.0.0/8,!10.0.0.0/8] any -> any 80 (sid:SID;)', 'refused'],
  ['ports less themselves', 'drop tcp any [80,!80] -> any 80 (sid:SID;)', 'refused'],
  ['a port too high', 'drop tcp any any -> any 65536 (sid:SID;)', 'refused'],
  ['a range backwards', 'drop tcp any any -> any 443:80 (sid:SID;)', 'refused'],
  ['addresses backwards', 'drop tcp 10.0.0.9-10.0.0.1 any -> any 80 (sid:SID;)', 'refused'],
  ['a prefix too long', 'drop tcp 10.0.0.0/33 any -> any 80 (sid:SID;)', 'refused'],
  ['an address too short', 'drop tcp 10.0.0 any -> any 80 (sid:SID;)', 'refused'],
  ['an octal address', 'drop tcp 01.2.3.4 any -> any 80 (sid:SID;)', 'refused'],
  ['a comma too many', 'drop tcp [10.0.0.1,] any -> any [80,] (sid:SID;)', 'taken'],
  ['a group without an end', 'drop tcp [10.0.0.0/8 any -> any 80 (sid:SID;)', 'refused'],
  ['an empty group', 'drop tcp [] any -> any 80 (sid:SID;)', 'refused'],
  ['groups too deep', `drop tcp ${'['.repeat(70)}10.0.0.1${']'.repeat(70)} any -> any 80 (sid:SID;)`, 'refused'],
  ['groups just deep enough', `drop tcp ${'['.repeat(60)}10.0.0.1${']'.repeat(60)} any -> any 80 (sid:SID;)`, 'taken'],
  ['a variable that nobody defined', 'drop tcp $NOWHERE any -> any 80 (sid:SID;)', 'refused'],
  ['an unknown protocol', 'drop frob any any -> any 80 (sid:SID;)', 'refused', 'unknown'],
  ['an unknown action', 'frob tcp any any -> any 80 (sid:SID;)', 'refused'],
  ['a double negation', 'drop tcp !!10.0.0.1 any -> any 80 (sid:SID;)', 'taken', 'unknown'],

  // options
  ['spaces around options', 'drop tcp any any -> any 80 ( msg : "spaces" ; sid : SID ; )', 'taken'],
  ['a parenthesis in a text', 'drop tcp any any -> any 80 (msg:"inner ) here"; sid:SID;)', 'taken'],
  ['escapes in a text', 'drop tcp any any -> any 80 (msg:"a \\; b \\" c \\\\"; sid:SID;)', 'taken'],
  ['a semicolon in a text', 'drop tcp any any -> any 80 (msg:"a;b"; sid:SID;)', 'refused'],
  ['no semicolon at the end', 'drop tcp any any -> any 80 (sid:SID)', 'refused'],
  ['two semicolons', 'drop tcp any any -> any 80 (msg:"two";; sid:SID;)', 'refused'],
  ['something behind the rule', 'drop tcp any any -> any 80 (sid:SID;) # comment', 'refused'],
  ['no options', 'drop tcp any any -> any 80', 'refused'],
  ['empty options', 'drop tcp any any -> any 80 ()', 'refused'],
  ['no parenthesis at the end', 'drop tcp any any -> any 80 (msg:"open"; sid:SID;', 'taken', 'unknown'],
  ['no id', 'drop tcp any any -> any 80 (msg:"no id";)', 'refused'],
  ['an id of 0', 'drop tcp any any -> any 80 (sid:0;)', 'refused'],
  ['an id that is no number', 'drop tcp any any -> any 80 (sid:abc;)', 'refused'],
  ['an id too high', 'drop tcp any any -> any 80 (sid:4294967296;)', 'refused'],
  ['an id in quotes', 'drop tcp any any -> any 80 (sid:"SID";)', 'refused'],
  ['a second id', 'drop tcp any any -> any 80 (sid:SID; sid:1;)', 'refused'],
  ['a text without quotes', 'drop tcp any any -> any 80 (msg:none; sid:SID;)', 'refused'],
  ['an empty text', 'drop tcp any any -> any 80 (msg:""; sid:SID;)', 'refused'],
  ['an unknown keyword', 'drop tcp any any -> any 80 (frob; sid:SID;)', 'refused', 'unknown'],
  ['states of a flow', 'drop tcp any any -> any 80 (flow:Established, To_Server; sid:SID;)', 'taken'],
  ['an unknown state', 'drop tcp any any -> any 80 (flow:frob; sid:SID;)', 'refused'],
  ['both directions of a flow', 'drop tcp any any -> any 80 (flow:to_server,to_client; sid:SID;)', 'refused'],
  ['flow twice', 'drop tcp any any -> any 80 (flow:established; flow:to_server; sid:SID;)', 'refused'],

  // contents
  ['bytes and escapes', 'drop tcp any any -> any 80 (content:"|41 42|c\\;\\:\\"\\\\"; content:!"d"; sid:SID;)', 'taken'],
  ['a content without quotes', 'drop tcp any any -> any 80 (content:abc; sid:SID;)', 'refused'],
  ['an empty content', 'drop tcp any any -> any 80 (content:""; sid:SID;)', 'refused'],
  ['bytes that are no digits', 'drop tcp any any -> any 80 (content:"|4g|"; sid:SID;)', 'refused'],
  ['bytes without an end', 'drop tcp any any -> any 80 (content:"|41"; sid:SID;)', 'refused'],
  ['an unknown escape', 'drop tcp any any -> any 80 (content:"a\\q"; sid:SID;)', 'refused'],
  ['a modifier of nothing', 'drop tcp any any -> any 80 (nocase; content:"a"; sid:SID;)', 'refused'],
  ['a value where none is taken', 'drop tcp any any -> any 80 (content:"a"; nocase:1; sid:SID;)', 'refused'],
  ['a start and a depth', 'drop tcp any any -> any 80 (content:"a"; depth:1; offset:0; startswith; sid:SID;)', 'refused'],
  ['a depth too small', 'drop tcp any any -> any 80 (content:"abc"; depth:2; sid:SID;)', 'refused'],
  ['a depth that fits, in bytes', 'drop tcp any any -> any 80 (content:"a|41 42|"; depth:3; sid:SID;)', 'taken'],
  ['a transform of nothing', 'drop tls any any -> any 443 (dotprefix; tls.sni; content:"a"; sid:SID;)', 'refused'],
  ['a version of TLS within HTTP', 'drop http any any -> any any (tls.version:1.2; sid:SID;)', 'refused'],
  ['a server name', 'pass tls any any -> any 443 (tls.sni; dotprefix; content:".example.com"; nocase; endswith; sid:SID;)', 'taken'],
  ['a buffer and nothing in it', 'drop tls any any -> any 443 (tls.sni; sid:SID;)', 'refused'],
  ['a second buffer and nothing in it', 'drop tls any any -> any 443 (tls.sni; content:"a"; tls.cert_subject; sid:SID;)', 'refused'],
  ['capitals in a host', 'pass http any any -> any 80 (http.host; content:"UPPER.example"; sid:SID;)', 'refused'],
  ['a host in any case', 'pass http any any -> any 80 (http.host; content:"a"; nocase; sid:SID;)', 'refused'],
  ['a server name within HTTP', 'drop http any any -> any any (tls.sni; content:"a"; sid:SID;)', 'refused'],
  ['a regular expression for a name', 'drop tls any any -> any any (tls.sni; pcre:"/^a/i"; sid:SID;)', 'taken'],
  ['a regular expression without slashes', 'drop tcp any any -> any any (content:"a"; pcre:"a"; sid:SID;)', 'refused'],

  // where Network Firewall forbids more than the engine
  ['SCTP', 'drop sctp any any -> any any (sid:SID;)', 'taken', 'refused'],
  ['IKEv2', 'drop ikev2 any any -> any any (sid:SID;)', 'taken', 'refused'],
  ['FTP data', 'drop ftp-data any any -> any any (sid:SID;)', 'taken', 'refused'],
  ['thresholds', 'alert tcp any any -> any any (threshold:type limit, track by_src, count 1, seconds 60; sid:SID;)', 'taken', 'refused'],
  ['bits of a host', 'alert tcp any any -> any any (xbits:set,a,track ip_src; sid:SID;)', 'taken', 'refused'],
  ['a regular expression alone', 'drop tcp any any -> any any (pcre:"/a/"; sid:SID;)', 'taken', 'refused'],
  ['another way to reject', 'rejectboth tcp any any -> any any (sid:SID;)', 'taken', 'refused'],
  ['a size of a file', 'alert http any any -> any any (filesize:>100; sid:SID;)', 'taken', 'refused'],
  ['an IP set reference, which the engine never sees', 'drop tcp @PARTNERS any -> any any (sid:SID;)', 'refused', 'taken'],
];

const VARIABLES = { addresses: { '@PARTNERS': undefined }, ports: { HTTP_PORTS: ['80'] } };
const REFUSING = ['sid-missing', 'sid-duplicate', 'variable-undefined'];

function verdictsOf(rules: string): Map<number, Verdict> {
  const { rules: read, problems } = parseRules(rules);
  const findings = lintRules(read, { order: 'STRICT_ORDER', variables: VARIABLES }).filter(({ code }) => REFUSING.includes(code));
  const refused = [...problems.filter(({ severity }) => severity === 'error').map(({ line }) => line), ...findings.map(({ lines }) => lines[0]!)];
  return new Map([
    ...problems.map(({ line }) => [line, 'unknown'] as const),
    ...refused.map((line) => [line, 'refused'] as const),
  ]);
}

async function linesRefused(rules: string): Promise<Set<number>> {
  const error = await checkRules({ rules }).then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(BadRules);
  return new Set([...(error as Error).message.matchAll(/ at line (\d+)/g)].map(([, line]) => Number(line)));
}

describeWith(['suricata'], 'rules as Suricata takes them', () => {
  const table = RULES.map(([, rule], index) => rule.replaceAll('SID', (word, at: number) => (rule.slice(at + 3, at + 4) === ':' ? word : String(index + 1000)))).join('\n');

  test('the engine takes and refuses what the table says', async () => {
    const refused = await linesRefused(table);
    expect(RULES.map(([title], index) => [title, refused.has(index + 1) ? 'refused' : 'taken'])).toEqual(RULES.map(([title, , engine]) => [title, engine]));
  });

  test('so do we, and where we differ the table says so', () => {
    const verdicts = verdictsOf(table);
    expect(RULES.map(([title], index) => [title, verdicts.get(index + 1) ?? 'taken']))
      .toEqual(RULES.map(([title, , engine, ours = engine]) => [title, ours]));
  });

  test('lines are cut alike: a rule goes on behind a backslash, a comment does not', async () => {
    const rules = [
      '# a comment \\', 'drop tcp any any -> any 1 (msg:"one"; \\', '  sid:1;)', '', '  # indented', 'drop tcp any any -> any 2 (sid:2; \\  ', ' rev:1;)',
      'drop tcp any any -> any 3 (sid:2;)',
    ].join('\n');
    await expect(checkRules({ rules })).rejects.toThrow('sid:2');
    const parsed = parseRules(rules);
    expect(parsed.problems).toEqual([]);
    expect(parsed.rules.map(({ line, sid }) => [line, sid])).toEqual([[2, 1], [6, 2], [8, 2]]);
    expect(lintRules(parsed.rules, { order: 'STRICT_ORDER' }).filter(({ code }) => code === 'sid-duplicate').map(({ lines }) => lines)).toEqual([[8, 6]]);
  });

  const ADDRESSES_TRIED = ['192.0.2.80', '192.0.2.81', '10.1.0.1', '10.2.0.1', '203.0.113.5'];
  const place = (text: string) => placeOf(4, text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n));

  test.each([
    '[10.0.0.0/8,[!10.1.0.0/16]]', '![192.0.2.0/24,!192.0.2.80]', '!$EXTERNAL_NET', '[any,!192.0.2.80]', '[10.1.0.0/16,!$EXTERNAL_NET,192.0.2.0/24]',
    '[192.0.2.0/24,![10.0.0.0/8,!203.0.113.0/24]]', '[!192.0.2.80,!10.0.0.0/8]', '[192.0.2.80-192.0.2.81,!192.0.2.81]', '10.9.9.9/255.255.0.0',
  ])('%s stands for the addresses that the engine finds in it', async (set) => {
    const flows = ADDRESSES_TRIED.map((to) => ({ kind: 'tcp' as const, to, port: 8443, data: 'hello' }));
    const verdicts = await judge({ rules: `alert tcp any any -> ${set} any (flow:to_server; sid:1;)` }, flows);
    const variables: Record<string, string> = { $HOME_NET: '10.0.0.0/8', $EXTERNAL_NET: '!10.0.0.0/8' };
    const found = resolve(readAddresses(set).expression!, ADDRESSES, (name) => readAddresses(variables[name]!).expression)!;
    expect(ADDRESSES_TRIED.map((to) => [to, includes(found, [{ first: place(to), last: place(to) }])]))
      .toEqual(verdicts.map(({ rules }, at) => [ADDRESSES_TRIED[at], rules.length > 0]));
  });

  const REST = 'reject tcp any any -> any any (flow:established,to_server; content:"hello"; sid:2;)';
  const greet = (rules: string) => judge({ rules }, ADDRESSES_TRIED.map((to) => ({ kind: 'tcp', to, port: 8443, data: 'hello' })));

  test('without a rule that passes it, nothing passes', async () => {
    expect((await greet(REST)).map(({ action }) => action)).toEqual(ADDRESSES_TRIED.map(() => 'drop'));
  });

  test.each([
    'pass tcp any any <> any any (sid:1;)', 'pass ip ![192.0.2.1] any -> !192.0.2.1 any (sid:1;)', 'pass tcp any any -> any any (content:!"evil"; sid:1;)',
    'pass tcp any any -> any any (flow:established,to_server; sid:1;)', 'pass tcp any any -> any any (flowbits:isnotset,never; sid:1;)',
    'pass ip [0.0.0.0/1,128.0.0.0/1] any -> any ![22,25] (sid:1;)', 'pass tcp any any -> any any (dsize:>0; sid:1;)',
  ])('what is said to pass everything does: %s', async (rule) => {
    expect(lintRules(parseRules(rule).rules, { order: 'STRICT_ORDER', dropsByDefault: true }).map(({ code }) => code)).toEqual(['pass-everything']);
    const verdicts = await greet(`${rule}\n${REST}`);
    expect(verdicts.map(({ action }) => action)).toEqual(ADDRESSES_TRIED.map(() => 'pass'));
  });

  test('a domain list passes the names that it lists, and drops the rest', async () => {
    const list = { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['api.example.com', '.example.org'] };
    const { rules } = readDomainList(list, 'DEFAULT_ACTION_ORDER');
    const text = rules.map(({ action, protocol, options }) => `${action === 'drop' ? 'reject' : action} ${protocol} any any -> any any (${options
      .map(({ keyword, value, quoted }) => `${keyword}${value === undefined ? '' : `:${quoted ? `"${value}"` : value}`};`).join(' ')})`).join('\n');
    const names = ['api.example.com', 'a.b.example.org', 'example.org', 'badexample.org', 'xapi.example.com', 'api.example.com.evil.test'];
    const verdicts = await judge({ rules: text }, names.map((serverName) => ({ kind: 'tls', serverName })));
    expect(verdicts.map(({ action }, at) => [names[at], action])).toEqual(names.map((name, at) => [name, at < 3 ? 'pass' : 'drop']));
  });
});
