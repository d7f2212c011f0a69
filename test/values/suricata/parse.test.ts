import * as fc from 'fast-check';
import { type ParsedRules, parseRules } from '../../../src/values/suricata';

const codes = ({ problems }: ParsedRules) => problems.map(({ code, line, column }) => [code, line, column]);

test('a rule is read into its parts', () => {
  const text = 'pass tls $HOME_NET any -> [192.0.2.0/24,!192.0.2.1] 443 (msg:"a \\; b"; tls.sni; content:!"x.example"; sid:7; rev:2;)';
  const { rules, problems } = parseRules(text);
  expect(problems).toEqual([]);
  expect(rules).toHaveLength(1);
  expect(rules[0]).toMatchObject({
    line: 1,
    action: 'pass',
    protocol: 'tls',
    source: { addresses: { text: '$HOME_NET', expression: { kind: 'variable', name: '$HOME_NET' } }, ports: { expression: { kind: 'any' } } },
    direction: '->',
    destination: {
      addresses: { expression: { kind: 'group', members: [{ kind: 'span' }, { kind: 'not', operand: { kind: 'span' } }] } },
      ports: { expression: { kind: 'span', first: 443n, last: 443n } },
    },
    sid: 7,
  });
  expect(rules[0]!.options.map(({ keyword, value, negated }) => [keyword, value, negated])).toEqual([
    ['msg', 'a \\; b', false], ['tls.sni', undefined, false], ['content', 'x.example', true], ['sid', '7', false], ['rev', '2', false],
  ]);
  expect(rules[0]!.options.map(({ column }) => column)).toEqual(['msg', 'tls.sni', 'content', 'sid', 'rev'].map((keyword) => text.indexOf(keyword) + 1));
});

test('every problem says where it is, which rule is broken and what was received', () => {
  const [problem] = parseRules('# first\n\ndrop tcp any any -> any [80,99999] (sid:1;)').problems;
  expect(problem).toEqual({
    code: 'port-invalid',
    severity: 'error',
    line: 3,
    column: 29,
    message: 'a port is any, 0 to 65535, a range FROM:TO or a $VARIABLE, received: "99999"',
  });
});

test('a place within a rule of several lines is the place in the text', () => {
  expect(codes(parseRules('drop tcp any any -> any 80 (msg:"one"; \\\n  sid:1; \\\n  frob; rev:1;)'))).toEqual([['keyword-unknown', 3, 3]]);
});

test('a rule that Suricata skips or loses without a word is not lost here', () => {
  const indented = parseRules('  drop tcp any any -> any 80 (sid:1;)');
  expect(codes(indented)).toEqual([['rule-indented', 1, 1]]);
  expect(indented.rules).toHaveLength(1);
  expect(codes(parseRules('drop tcp any any -> any 80 (sid:1;)\\'))).toEqual([['rule-unfinished', 1, 1]]);
});

test.each([
  ['dataset:set,a,type string', 'data sets'], ['iprep:any,bad,>,1', 'IP reputation'], ['lua:a.lua', 'Lua'], ['filestore', 'file extraction'],
  ['threshold:type limit, track by_src, count 1, seconds 1', 'thresholds'], ['detection_filter:track by_src, count 1, seconds 1', 'thresholds'],
  ['enip_command:1', 'ENIP'], ['hostbits:set,a', 'host'], ['xbits:set,a, track ip_pair', 'host'], ['tag:host,10,packets,src', 'host'],
])('%s is refused as Network Firewall does, and the message says what it is', (option, feature) => {
  const { rules, problems } = parseRules(`alert tcp any any -> any any (${option}; sid:1;)`);
  expect(problems).toMatchObject([{ code: 'keyword-refused', severity: 'error' }]);
  expect(problems[0]!.message).toContain(feature);
  expect(rules).toHaveLength(1);
});

test.each([
  ['frob tcp any any -> any 80 (sid:1;)', 'action-refused'], ['drop sctp any any -> any 80 (sid:1;)', 'protocol-refused'],
  ['drop tcp any any <- any 80 (sid:1;)', 'direction-invalid'], ['drop tcp any any -> any', 'header-malformed'],
  ['drop tcp 10.0.0.0/33 any -> any 80 (sid:1;)', 'address-invalid'], ['drop tcp any 80:79 -> any 80 (sid:1;)', 'port-invalid'],
  ['drop tcp [10.0.0.1 any -> any 80 (sid:1;)', 'header-malformed'], ['drop tcp any any -> any [80]] (sid:1;)', 'group-malformed'],
  [`drop tcp ${'['.repeat(65)}10.0.0.1${']'.repeat(65)} any -> any 80 (sid:1;)`, 'group-too-deep'], ['drop tcp !!10.0.0.1 any -> any 80 (sid:1;)', 'negation-twice'],
  ['drop tcp !any any -> any 80 (sid:1;)', 'set-empty'], ['drop tcp any any -> any 80', 'options-missing'], ['drop tcp any any -> any 80 ()', 'options-missing'],
  ['drop tcp any any -> any 80 (sid:1;', 'options-unclosed'], ['drop tcp any any -> any 80 (sid:1)', 'option-unterminated'],
  ['drop tcp any any -> any 80 (msg:"a";; sid:1;)', 'option-malformed'], ['drop tcp any any -> any 80 (sid:1; sid:2;)', 'option-repeated'],
  ['drop tcp any any -> any 80 (flow; sid:1;)', 'value-missing'], ['drop tcp any any -> any 80 (content:"a"; nocase:1; sid:1;)', 'value-unexpected'],
  ['drop tcp any any -> any 80 (content:a; sid:1;)', 'quotes-missing'], ['drop tcp any any -> any 80 (sid:"1";)', 'quotes-unexpected'],
  ['drop tcp any any -> any 80 (sid:0;)', 'number-invalid'], ['drop tcp any any -> any 80 (content:"|4|"; sid:1;)', 'content-invalid'],
  ['drop http any any -> any 80 (http.host; content:"A"; sid:1;)', 'content-case'], ['drop tcp any any -> any 80 (nocase; content:"a"; sid:1;)', 'content-missing'],
  ['drop tcp any any -> any 80 (content:"a"; startswith; depth:1; sid:1;)', 'modifier-conflict'],
  ['drop tcp any any -> any 80 (content:"abc"; within:2; sid:1;)', 'depth-too-small'], ['drop tls any any -> any 80 (dotprefix; sid:1;)', 'transform-misplaced'],
  ['drop tls any any -> any 80 (tls.sni; dotprefix; sid:1;)', 'buffer-empty'], ['drop dns any any -> any 53 (tls.sni; content:"a"; sid:1;)', 'protocol-conflict'],
  ['drop tcp any any -> any 80 (flow:to_server,from_client; sid:1;)', 'flow-invalid'], ['drop tcp any any -> any 80 (pcre:"a"; content:"a"; sid:1;)', 'pcre-malformed'],
  ['drop tcp any any -> any 80 (pcre:"/a/"; sid:1;)', 'pcre-refused'],
])('%s: %s', (text, code) => {
  expect(parseRules(text).problems.map((problem) => problem.code)).toEqual([code]);
});

test('what only newer engines have is unknown, never refused', () => {
  const { problems } = parseRules('alert http any any => any any (brand.new; sid:1;)\nalert brandnew any any -> any any (sid:2;)');
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['direction-unknown', 'unknown'], ['keyword-unknown', 'unknown'], ['protocol-unknown', 'unknown'],
  ]);
});

test('keywords that Network Firewall adds are known', () => {
  expect(parseRules('drop tls any any -> any any (aws_domain_category:Malicious; sid:1;)\ndrop ip any any -> any any (geoip:dst,XX; sid:2;)').problems).toEqual([]);
});

test('the limits of Network Firewall hold to the character', () => {
  const rule = (length: number) => {
    const frame = 'drop tcp any any -> any 80 (msg:""; sid:1;)';
    return frame.replace('""', `"${'x'.repeat(length - frame.length)}"`);
  };
  expect(parseRules(rule(8192)).problems).toEqual([]);
  expect(codes(parseRules(rule(8193)))).toEqual([['rule-too-long', 1, 1]]);
  const comment = (bytes: number) => `#${'é'.repeat((bytes - 2) / 2)}x`;
  expect(parseRules(comment(2_000_000)).problems).toEqual([]);
  expect(codes(parseRules(comment(2_000_002)))).toEqual([['rules-too-large', 1, 1]]);
});

// Words that rules are made of, so that the parser is driven deep and not only refused at the door.
const word = fc.constantFrom(
  'pass', 'drop', 'tcp', 'tls', 'any', '$HOME_NET', '->', '<>', '<-', '=>', '[', ']', '![', '!', ',', '10.0.0.0/8', '::/0', '80', '1024:', ':', '(', ')',
  ';', '"', '\\', '|', 'content:', 'content:"a|41|"', 'sid:1', 'tls.sni', 'nocase', 'pcre:"/a/"', '\n', '\\\n', ' ', '\t', '#', '\r', '@REF', '\u0000', '💥',
);
const soup = fc.array(fc.oneof({ weight: 5, arbitrary: word }, fc.string()), { maxLength: 60 })
  .chain((words) => fc.constantFrom(' ', '').map((glue) => words.join(glue)));
const nearly = fc.tuple(fc.nat(120), fc.string({ maxLength: 3 })).map(([at, inserted]) => {
  const rule = 'pass tls $HOME_NET any -> [192.0.2.0/24,!192.0.2.1] 443 (tls.sni; content:"a.example"; endswith; sid:1; rev:1;)';
  return rule.slice(0, at) + inserted + rule.slice(at + 1);
});

test('whatever the text: rules and problems, each within the text, and nothing is thrown', () => {
  fc.assert(fc.property(fc.oneof(soup, nearly), (text) => {
    const { rules, problems } = parseRules(text);
    const rows = text.split('\n');
    for (const { line, column } of problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(rows.length);
      expect(column).toBeGreaterThanOrEqual(1);
    }
    for (const { line } of rules) {
      expect(rows[line - 1]!.trim()).not.toBe('');
    }
    const written = rows.some((row) => row.trim() !== '' && !row.trim().startsWith('#'));
    expect(rules.length + problems.length > 0).toBe(written);
  }), { numRuns: 100 });
});

// Work that grows with the square of the text would take hours here, and a regular expression that backtracks would never end.
test.each([
  ['brackets', '['.repeat(1_900_000)], ['negations', `drop tcp ${'!'.repeat(1_900_000)}`], ['lines that go on', '\\\n'.repeat(900_000)],
  ['semicolons', `drop tcp any any -> any any (${';'.repeat(1_900_000)})`], ['spaces', `drop${' '.repeat(1_900_000)}`],
  ['short bad rules', 'drop\n'.repeat(20_000)], ['rules full of brackets', `drop tcp ${'['.repeat(8000)} any -> any any (sid:1;)\n`.repeat(240)],
  ['rules full of semicolons', `drop tcp any any -> any any (${';'.repeat(8000)})\n`.repeat(10)],
  ['rules full of backslashes', `drop tcp any any -> any any (content:"${'\\'.repeat(7999)}"; sid:1;)\n`.repeat(240)],
])('a great text of %s is read to its end', (_, text) => {
  expect(parseRules(text).problems.length).toBeGreaterThan(0);
});
