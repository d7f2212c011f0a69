import { decodeContent } from './content';
import { isBuffer, isModifier, isTransform } from './keywords';
import type { RuleOption, SuricataRule } from './rule';

/** Keywords that describe a rule, and take nothing away from what it matches. */
const DESCRIPTIVE: ReadonlySet<string> = new Set([
  'msg', 'sid', 'rev', 'gid', 'classtype', 'priority', 'reference', 'metadata', 'target', 'noalert', 'alert', 'tag', 'requires', 'bypass', 'prefilter',
]);
const REMEMBERING: ReadonlySet<string> = new Set(['flowbits', 'xbits', 'flowint']);

/** The options of a rule that take something away from what its header matches, other than `flow`. */
export function conditionsOf(rule: SuricataRule): RuleOption[] {
  return rule.options.filter((option) => !DESCRIPTIVE.has(option.keyword) && option.keyword !== 'flow' && !onlyRemembers(option));
}

/** The words of `flow`, in lower case. */
export function flowOf(rule: SuricataRule): string[] {
  return rule.options.filter(({ keyword }) => keyword === 'flow').flatMap(({ value = '' }) => value.toLowerCase().split(',').map((word) => word.trim()));
}

/**
 * Whether a rule hardly matches less than its header says. Negations count for nothing: all but one name is as good as all. Of a
 * handshake alone, as `flow:not_established` matches it, nobody can make use.
 */
export function isUnconditional(rule: SuricataRule): boolean {
  return !flowOf(rule).includes('not_established') && conditionsOf(rule).every(takesNothing);
}

/** Buffers in which a server is told from another. */
const IDENTIFYING: ReadonlySet<string> = new Set([
  'tls.sni', 'tls_sni', 'quic.sni', 'http.host', 'http.host.raw', 'http.header', 'http.header.raw', 'http.request_header', 'tls.certs',
  'tls.cert_subject', 'tls_cert_subject', 'tls.cert_issuer', 'tls_cert_issuer', 'tls.cert_serial', 'tls_cert_serial', 'tls.cert_fingerprint',
  'tls_cert_fingerprint', 'tls.subjectaltname', 'pkt_data',
]);
/** What every server of a protocol has in common, or the client chooses. */
const COMMON: ReadonlySet<string> = new Set(['ssl_state', 'ssl_version', 'tls.version', 'urilen', 'tls.cert_chain_len', 'tls_cert_valid', 'bsize']);

/** Whether a rule for web traffic says in any way which servers it is for. What is not known here may do so. */
export function tellsServers(rule: SuricataRule): boolean {
  let buffer = 'pkt_data';
  return flowOf(rule).includes('not_established') || conditionsOf(rule).some((option) => {
    buffer = isBuffer(option.keyword) ? option.keyword : buffer;
    return !takesNothing(option) && !COMMON.has(option.keyword) && IDENTIFYING.has(buffer);
  });
}

function takesNothing(option: RuleOption): boolean {
  const { keyword, value, negated } = option;
  if (isBuffer(keyword) || isTransform(keyword) || isModifier(keyword) || negated) {
    return true;
  }
  switch (keyword) {
    case 'content':
      return (decodeContent(value ?? '')?.length ?? 2) < 2;
    case 'pcre':
      return /^\/\^?(\.[*+])?\$?\/[A-Za-z]*$/.test(value ?? '');
    case 'app-layer-protocol':
      return true; // the protocol of the rule, see protocolOf
    case 'dsize':
    case 'ttl':
    case 'bsize':
      return /^>=?\s*[01]$/.test(value ?? '');
    case 'flowbits':
      return /^isnotset\b/i.test((value ?? '').trim());
    case 'isdataat':
      return (value ?? '').trim() === '1' || (value ?? '').trim() === '0';
    default:
      return false;
  }
}

/** The protocol that a rule is for: the one of its header, or the one it asks for by keyword. */
export function protocolOf(rule: SuricataRule): string {
  const asked = rule.options.find(({ keyword, negated, value }) => keyword === 'app-layer-protocol' && !negated && value !== undefined);
  return asked === undefined ? rule.protocol : asked.value!.split(',')[0]!.trim().toLowerCase();
}

function onlyRemembers({ keyword, value = '' }: RuleOption): boolean {
  return REMEMBERING.has(keyword) && /^(set|unset|toggle|noalert)\b/i.test(value.trim());
}
