import { decodeContent } from './content';
import { isBuffer, isKnown, isModifier, isTransform, protocolOfKeyword, refusedFeature, takesNoValue } from './keywords';
import { type Problem, problem, type ProblemCode } from './problem';
import { isTransport } from './protocols';
import type { RuleOption } from './rule';

const ONCE: ReadonlySet<string> = new Set(['msg', 'sid', 'rev', 'flow']);
const QUOTED: ReadonlySet<string> = new Set(['msg', 'content', 'uricontent', 'pcre']);
const UNQUOTED: ReadonlySet<string> = new Set(['sid', 'rev', 'gid', 'priority', 'flow', 'depth', 'offset', 'distance', 'within', 'classtype']);
const NEEDS_VALUE: ReadonlySet<string> = new Set([
  ...QUOTED, ...UNQUOTED, 'flowbits', 'xbits', 'reference', 'metadata', 'bsize', 'dsize', 'isdataat', 'byte_test', 'byte_jump', 'ttl', 'itype',
]);
/** The greatest value of numbers that start from 1. */
const NUMBERS: ReadonlyMap<string, number> = new Map([['sid', 4294967295], ['rev', 4294967295]]);
const FLOW_STATES: ReadonlySet<string> = new Set(['established', 'not_established', 'stateless']);
const FLOW_DIRECTIONS: ReadonlySet<string> = new Set(['to_server', 'to_client', 'from_server', 'from_client']);
const FLOW_OTHERS: ReadonlySet<string> = new Set(['only_stream', 'no_stream', 'only_frag', 'no_frag']);
const PCRE_COMPANIONS: ReadonlySet<string> = new Set(['content', 'tls.sni', 'tls_sni', 'http.host', 'http_host', 'dns.query', 'dns_query']);

type Check = (options: readonly RuleOption[], protocol: string) => Problem[];

/** What is wrong with the options of a rule, one by one and together. */
export const checkOptions: Check = (options, protocol) => CHECKS.flatMap((check) => check(options, protocol));

const CHECKS: readonly Check[] = [
  (options) => options.flatMap(checkKeyword),
  (options) => options.flatMap(checkValue),
  checkRepeats,
  checkContents,
  checkBuffers,
  checkProtocols,
  (options) => options.filter((option) => option.keyword === 'flow').flatMap(checkFlow),
  checkExpressions,
];

/** Breaks a rule at an option. */
function at(option: RuleOption, code: ProblemCode, reason?: string): Problem {
  return problem(code, option, spelled(option), reason);
}

function spelled({ keyword, value, negated, quoted }: RuleOption): string {
  return value === undefined ? `${keyword};` : `${keyword}:${negated ? '!' : ''}${quoted ? `"${value}"` : value};`;
}

function checkKeyword(option: RuleOption): Problem[] {
  const refused = refusedFeature(option.keyword) ?? (ofHosts(option) ? 'bits and tags of a host' : undefined);
  if (refused !== undefined) {
    return [at(option, 'keyword-refused', `Network Firewall does not support ${refused}`)];
  }
  return isKnown(option.keyword) ? [] : [at(option, 'keyword-unknown')];
}

function ofHosts({ keyword, value = '' }: RuleOption): boolean {
  return (keyword === 'xbits' && /track\s+ip_(src|dst|pair)/i.test(value)) || (keyword === 'tag' && value.trim().toLowerCase().startsWith('host'));
}

function checkValue(option: RuleOption): Problem[] {
  const { keyword, value, quoted } = option;
  if (value === undefined) {
    return NEEDS_VALUE.has(keyword) ? [at(option, 'value-missing')] : [];
  }
  if (takesNoValue(keyword)) {
    return [at(option, 'value-unexpected')];
  }
  if (QUOTED.has(keyword) && !quoted) {
    return [at(option, 'quotes-missing')];
  }
  if (UNQUOTED.has(keyword) && quoted) {
    return [at(option, 'quotes-unexpected')];
  }
  if (keyword === 'msg' && value === '') {
    return [at(option, 'value-missing')];
  }
  const maximum = NUMBERS.get(keyword);
  if (maximum !== undefined && !(/^\+?\d{1,10}$/.test(value) && Number(value) >= 1 && Number(value) <= maximum)) {
    return [at(option, 'number-invalid', `${keyword} is a whole number of 1 to 4,294,967,295`)];
  }
  return (keyword === 'priority' || keyword === 'gid') && !/^\d{1,10}$/.test(value) ? [at(option, 'number-invalid')] : [];
}

function checkRepeats(options: readonly RuleOption[]): Problem[] {
  const seen = new Set<string>();
  return options.flatMap((option) => {
    const repeated = ONCE.has(option.keyword) && seen.has(option.keyword);
    seen.add(option.keyword);
    return repeated ? [at(option, 'option-repeated')] : [];
  });
}

/** Contents, and the modifiers that go with them. */
function checkContents(options: readonly RuleOption[]): Problem[] {
  const problems: Problem[] = [];
  let buffer = '';
  let content: RuleOption | undefined;
  let place: 'start' | 'counted' | undefined;
  for (const option of options) {
    const { keyword, value } = option;
    if (isBuffer(keyword)) {
      buffer = keyword;
    } else if (keyword === 'content' || keyword === 'uricontent') {
      [content, place] = [option, undefined];
      if (option.quoted && (value === '' || decodeContent(value!) === undefined)) {
        problems.push(at(option, 'content-invalid'));
      } else if (buffer === 'http.host' && value !== undefined && /[A-Z]/.test(value.replace(/\|[0-9A-F ]*\|/g, ''))) {
        problems.push(at(option, 'content-case'));
      }
    } else if (isModifier(keyword)) {
      if (content === undefined) {
        problems.push(at(option, 'content-missing'));
      }
      if (keyword === 'nocase' && buffer === 'http.host') {
        problems.push(at(option, 'content-case'));
      }
      if ((keyword === 'depth' || keyword === 'within') && content !== undefined && /^\d{1,5}$/.test(value ?? '') && Number(value) < sizeOf(content)) {
        problems.push(at(option, 'depth-too-small'));
      }
      const wants = keyword === 'startswith' ? 'start' : keyword === 'depth' || keyword === 'offset' ? 'counted' : undefined;
      if (wants !== undefined && place !== undefined && (wants === 'start' || place === 'start')) {
        problems.push(at(option, 'modifier-conflict'));
      }
      place = wants ?? place;
    }
  }
  return problems;
}

/** How many bytes a content looks for. */
function sizeOf({ value = '' }: RuleOption): number {
  return Buffer.byteLength(decodeContent(value) ?? '', 'latin1');
}

/** Suricata refuses a buffer in which nothing is looked for, and a transform without a buffer. */
function checkBuffers(options: readonly RuleOption[]): Problem[] {
  let open: RuleOption | undefined;
  let begun = false;
  const problems: Problem[] = [];
  for (const option of options) {
    const { keyword } = option;
    if (isBuffer(keyword)) {
      problems.push(...open ? [at(open, 'buffer-empty')] : []);
      // The payload is there without a keyword: this one only ends what another buffer began.
      open = keyword === 'pkt_data' ? undefined : option;
      begun = open !== undefined;
    } else if (isTransform(keyword)) {
      problems.push(...begun ? [] : [at(option, 'transform-misplaced')]);
    } else if (!IDLE.has(keyword)) {
      open = undefined;
    }
  }
  return open ? [...problems, at(open, 'buffer-empty')] : problems;
}

/** Keywords that look for nothing. */
const IDLE: ReadonlySet<string> = new Set([
  'msg', 'sid', 'rev', 'gid', 'classtype', 'priority', 'reference', 'metadata', 'target', 'flow', 'flowbits', 'noalert', 'alert',
]);

function checkProtocols(options: readonly RuleOption[], protocol: string): Problem[] {
  let found = isTransport(protocol) ? undefined : familyOf(protocol);
  return options.flatMap((option) => {
    const wanted = protocolOfKeyword(option.keyword);
    if (wanted === undefined || !FAMILIES.has(wanted) || found === wanted) {
      return [];
    }
    if (found === undefined) {
      found = wanted;
      return [];
    }
    return FAMILIES.has(found) ? [at(option, 'protocol-conflict')] : [];
  });
}

/** Protocols whose keywords go with no other protocol. */
const FAMILIES: ReadonlySet<string> = new Set(['tls', 'http', 'dns', 'ssh', 'smb', 'smtp']);
const familyOf = (protocol: string) => (protocol === 'http1' || protocol === 'http2' ? 'http' : protocol);

function checkFlow(option: RuleOption): Problem[] {
  const words = (option.value ?? '').toLowerCase().split(',').map((word) => word.trim());
  const count = (set: ReadonlySet<string>) => words.filter((word) => set.has(word)).length;
  const known = words.every((word) => FLOW_STATES.has(word) || FLOW_DIRECTIONS.has(word) || FLOW_OTHERS.has(word));
  const valid = known && count(FLOW_STATES) <= 1 && count(FLOW_DIRECTIONS) <= 1 && new Set(words).size === words.length;
  return option.value === undefined || valid ? [] : [at(option, 'flow-invalid')];
}

function checkExpressions(options: readonly RuleOption[]): Problem[] {
  const companion = options.some(({ keyword }) => PCRE_COMPANIONS.has(keyword));
  return options.filter(({ keyword }) => keyword === 'pcre').flatMap((option) => {
    const { value = '' } = option;
    const slash = value.lastIndexOf('/');
    const malformed = option.quoted && !(value.startsWith('/') && slash > 0 && /^[A-Za-z]*$/.test(value.slice(slash + 1).split(',')[0]!));
    return [...malformed ? [at(option, 'pcre-malformed')] : [], ...companion ? [] : [at(option, 'pcre-refused')]];
  });
}
