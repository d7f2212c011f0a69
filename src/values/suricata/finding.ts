/** What a set of rules is asked, by the stable code of the answer. */
export const FINDING_CODES = {
  'sid-missing': 'a rule has a signature id, as Network Firewall demands',
  'sid-duplicate': 'a signature id stands once in a group',
  'priority-in-strict-order': 'the priority keyword is refused in strict order',
  'over-capacity': 'a group has no more rules than its capacity',
  'variable-undefined': 'a variable is defined in its group',
  'pass-everything': 'no rule passes everything from anywhere to anywhere',
  'pass-internet': 'no rule passes everything to the internet',
  'pass-unnamed': 'a rule that passes web traffic to the internet names the servers',
  'pass-unknown': 'a rule that passes without a further condition says to where',
  'name-too-wide': 'a name that is passed is of somebody, not a top-level domain or less',
  'name-unanchored': 'a name that is passed is matched from its start, or a dot, to its end',
  'shadowed': 'every rule can decide something: none is behind one that matches all of it',
  'shadow-unexamined': 'a group is small enough to find shadowed rules',
  'nothing-dropped': 'something is dropped or rejected, by a rule or by default',
} as const;

/** The stable code of a finding. */
export type FindingCode = keyof typeof FINDING_CODES;

/** A fact about rules. Whether it is a fault, a check decides. */
export interface Finding {
  readonly code: FindingCode;
  /** The lines of the rules it is about: first the one to change, then the ones it stands against. */
  readonly lines: readonly number[];
  readonly message: string;
}

/** A finding about lines. */
export function finding(code: FindingCode, lines: readonly number[], received: string): Finding {
  const shown = received.length > 200 ? `${received.slice(0, 197)}...` : received;
  return { code, lines, message: `${FINDING_CODES[code]}, received: ${shown}` };
}
