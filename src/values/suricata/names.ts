import { decodeContent } from './content';
import { type Finding, finding } from './finding';
import { isBuffer, isModifier } from './keywords';
import type { RuleOption, SuricataRule } from './rule';

const NAME_BUFFERS: ReadonlySet<string> = new Set(['tls.sni', 'tls_sni', 'http.host', 'http.host.raw', 'quic.sni', 'dns.query', 'dns_query']);
const NAME_MODIFIERS: ReadonlySet<string> = new Set(['http_host', 'http_raw_host']);

interface Name {
  readonly text: string;
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/** Names that are passed, and are looser than they look. */
export function lintNames(rules: readonly SuricataRule[]): Finding[] {
  return rules.filter(({ action }) => action === 'pass').flatMap((rule) => {
    const names = namesOf(rule.options);
    // A regular expression may say the rest.
    if (names.length === 0 || rule.options.some(({ keyword }) => keyword === 'pcre')) {
      return [];
    }
    const received = names.map(({ text }) => JSON.stringify(text)).join(', ');
    if (names.every(({ text }) => labelsOf(text) < 2)) {
      return [finding('name-too-wide', [rule.line], received)];
    }
    const anchored = names.some(({ toEnd }) => toEnd) && names.some(({ fromStart }) => fromStart);
    return anchored ? [] : [finding('name-unanchored', [rule.line], received)];
  });
}

function labelsOf(name: string): number {
  return name.split('.').filter((label) => label !== '' && label !== '*').length;
}

/** The contents that are looked for in the name of a server. */
function namesOf(options: readonly RuleOption[]): Name[] {
  let buffer = '';
  let sized = false;
  const names: (Name & { readonly named: boolean })[] = [];
  for (const { keyword, value = '', negated } of options) {
    const last = names[names.length - 1];
    if (isBuffer(keyword)) {
      buffer = keyword;
    } else if (keyword === 'content' && !negated) {
      const text = decodeContent(value) ?? value;
      names.push({ text, fromStart: text.startsWith('.'), toEnd: false, named: NAME_BUFFERS.has(buffer) });
    } else if (last !== undefined && isModifier(keyword)) {
      names[names.length - 1] = {
        ...last,
        fromStart: last.fromStart || keyword === 'startswith',
        toEnd: last.toEnd || keyword === 'endswith',
        named: last.named || NAME_MODIFIERS.has(keyword),
      };
    } else if (keyword === 'isdataat' && negated && last !== undefined && /^1\s*,\s*relative$/.test(value.trim())) {
      names[names.length - 1] = { ...last, toEnd: true };
    }
    sized = sized || (keyword === 'bsize' && /^\d+$/.test(value));
  }
  return names.filter(({ named }) => named).map((name) => (sized ? { ...name, fromStart: true, toEnd: true } : name));
}
