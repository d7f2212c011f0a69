/** What Suricata 8 or AWS Network Firewall asks of a rule, by the stable code of its breach. */
export const PROBLEM_CODES = {
  // the text
  'rules-too-large': 'the rules string of a group has at most 2,000,000 bytes',
  'rule-too-long': 'a rule has at most 8,192 characters',
  'rule-indented': 'a rule begins at the start of its line: Suricata skips an indented one without a word',
  'rule-unfinished': 'the last line does not end with a backslash: Suricata drops what waits for more',
  'value-unknown': 'a rule is known at synth',

  // the header
  'header-malformed': 'a rule is written ACTION PROTOCOL SOURCE PORTS -> DESTINATION PORTS (OPTIONS)',
  'action-refused': 'the action of a rule is pass, drop, reject or alert',
  'protocol-unknown': 'the protocol of a rule is one that Suricata detects',
  'protocol-refused': 'the protocol of a rule is one that Network Firewall supports',
  'direction-invalid': 'the direction of a rule is -> or <>',
  'direction-unknown': 'the direction => needs Suricata 8, and Network Firewall does not document it',
  'address-invalid': 'an address is any, an IPv4 or IPv6 address, a CIDR block, a range, a $VARIABLE or an @REFERENCE',
  'port-invalid': 'a port is any, 0 to 65535, a range FROM:TO or a $VARIABLE',
  'group-malformed': 'a group is written [MEMBER,MEMBER], each member perhaps with one ! before it',
  'group-too-deep': 'groups nest at most 64 deep',
  'negation-twice': 'a member is negated once: what !! means is nowhere said',
  'set-empty': 'what a rule names is not all taken away again by its negations',

  // the options
  'options-missing': 'a rule has options in parentheses',
  'options-unclosed': 'the options of a rule end with a parenthesis',
  'option-unterminated': 'each option ends with a semicolon, with nothing but the parenthesis after the last',
  'option-malformed': 'an option is written KEYWORD; or KEYWORD:VALUE;, and a semicolon within a value is escaped',
  'option-repeated': 'an option of this keyword stands once in a rule',
  'keyword-unknown': 'a keyword is one that Suricata has',
  'keyword-refused': 'a keyword is one that Network Firewall supports',
  'value-missing': 'a keyword that needs a value has one',
  'value-unexpected': 'a keyword that takes no value has none',
  'quotes-missing': 'the value of this keyword stands in double quotes',
  'quotes-unexpected': 'the value of this keyword stands without quotes',
  'number-invalid': 'a number is written in digits, within its bounds',
  'content-invalid': 'a content holds something, its bytes between bars are pairs of hexadecimal digits, and it escapes ; \\ " : only',
  'content-case': 'a content for http.host is in lower case, without nocase',
  'content-missing': 'a modifier follows the content that it modifies',
  'modifier-conflict': 'a content has startswith, or depth and offset',
  'depth-too-small': 'a depth or within has room for the content before it',
  'transform-misplaced': 'what changes a buffer stands behind one',
  'buffer-empty': 'a buffer is followed by what is looked for in it',
  'protocol-conflict': 'the keywords of a rule are of one protocol, that of its header',
  'flow-invalid': 'flow takes known states, each once, and one direction',
  'pcre-malformed': 'a regular expression is written "/PATTERN/FLAGS"',
  'pcre-refused': 'pcre goes with content, tls.sni, http.host or dns.query',

  // domain lists
  'target-invalid': 'a target is a domain name, with a dot before it to take its subdomains in',
  'list-malformed': 'a domain list has a known type, target types TLS_SNI and HTTP_HOST, and targets',
} as const;

/** The stable code of a problem. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** Where something stands. Both count from 1. */
export interface Position {
  /** The line of the rules string; of a structured rule or a target: its place in the list. */
  readonly line: number;
  readonly column: number;
}

/** A breach of what rules must be. */
export interface Problem extends Position {
  readonly code: ProblemCode;
  /** An error is refused, or costs the rule; what is unknown may be fine, and nobody can say so from here. */
  readonly severity: 'error' | 'unknown';
  /** The rule that is broken, then what was received. */
  readonly message: string;
}

// What our own lists may lack, and what the engine forgives though nobody documents it.
const UNKNOWN: ReadonlySet<ProblemCode> = new Set([
  'rule-indented', 'value-unknown', 'protocol-unknown', 'direction-unknown', 'negation-twice', 'keyword-unknown', 'options-unclosed',
]);

/** A problem at a place. */
export function problem(code: ProblemCode, at: Position, received: string, reason: string = PROBLEM_CODES[code]): Problem {
  const shown = received.length > 100 ? `${received.slice(0, 97)}...` : received;
  return {
    code,
    severity: UNKNOWN.has(code) ? 'unknown' : 'error',
    line: at.line,
    column: at.column,
    message: `${reason}, received: ${JSON.stringify(shown)}`,
  };
}
