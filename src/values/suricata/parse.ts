import { checkOptions } from './checks';
import { ADDRESSES, PORTS } from './intervals';
import { logicalLines } from './lines';
import { readOptions } from './options';
import { type Position, type Problem, problem } from './problem';
import { protocolState } from './protocols';
import { type Action, ACTIONS, type Endpoint, type Selector, type SuricataRule } from './rule';
import { readAddresses, type ReadSelector, readPorts } from './selectors';
import { resolve } from './sets';

/** https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html */
const LONGEST_RULE = 8192;
const LARGEST_TEXT = 2_000_000;

/** The rules of a text, and everything that is wrong with it. */
export interface ParsedRules {
  /** Every rule whose header could be read, even where its options are wrong. */
  readonly rules: SuricataRule[];
  readonly problems: Problem[];
}

/**
 * Reads the rules of a stateful rule group, as Suricata 8 and Network Firewall take them. Never throws, and takes time in
 * proportion to the text.
 *
 * @param text the `RulesString`
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html
 */
export function parseRules(text: string): ParsedRules {
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_TEXT) {
    return { rules: [], problems: [problem('rules-too-large', { line: 1, column: 1 }, `${bytes} bytes`)] };
  }
  const { lines, problems } = logicalLines(text);
  const parsed = lines.map((line) => parseRule(line.text, line.at));
  return {
    rules: parsed.flatMap(({ rule }) => (rule ? [rule] : [])),
    problems: [...problems, ...parsed.flatMap((one) => one.problems)].sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

/** Reads one rule of at most 8,192 characters: a longer one is not looked into. */
export function parseRule(text: string, at: (offset: number) => Position): { rule?: SuricataRule; problems: Problem[] } {
  if (text.length > LONGEST_RULE) {
    return { problems: [problem('rule-too-long', at(0), `${text.length} characters`)] };
  }
  const problems: Problem[] = [];
  const { tokens, rest } = headerOf(text);
  const [action, protocol, source, sourcePorts, direction, destination, destinationPorts] = tokens;
  if (destinationPorts === undefined) {
    return { problems: [problem('header-malformed', at(0), text)] };
  }
  const header = [
    ...checkAction(action!, at), ...checkProtocol(protocol!, at), ...checkDirection(direction!, at),
  ];
  const readings = [
    read(source!, readAddresses, at), read(sourcePorts!, readPorts, at), read(destination!, readAddresses, at), read(destinationPorts, readPorts, at),
  ];
  problems.push(...header, ...readings.flatMap((reading) => reading.problems));
  if (text[rest] !== '(') {
    return { problems: [...problems, problem('options-missing', at(rest), text.slice(rest))] };
  }
  const { options, problems: wrong } = readOptions(text.slice(rest), (offset) => at(rest + offset));
  problems.push(...wrong, ...checkOptions(options, protocol!.text.toLowerCase()));
  const [from, fromPorts, to, toPorts] = readings.map((reading) => reading.selector);
  const known = ACTIONS.find((name) => name === action!.text.toLowerCase());
  if (!from || !fromPorts || !to || !toPorts || !known || !['->', '<>', '=>'].includes(direction!.text)) {
    return { problems };
  }
  const sid = options.find(({ keyword }) => keyword === 'sid')?.value ?? '';
  return {
    rule: {
      line: at(0).line,
      action: known satisfies Action,
      protocol: protocol!.text.toLowerCase(),
      source: { addresses: from, ports: fromPorts } satisfies Endpoint,
      direction: direction!.text as SuricataRule['direction'],
      destination: { addresses: to, ports: toPorts } satisfies Endpoint,
      options,
      ...(/^\d{1,10}$/.test(sid) ? { sid: Number(sid) } : {}),
    },
    problems,
  };
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

/** The seven words of a header; within brackets there may be spaces. */
function headerOf(text: string): { tokens: Token[]; rest: number } {
  const tokens: Token[] = [];
  let index = 0;
  for (;;) {
    while (text[index] === ' ' || text[index] === '\t') {
      index += 1;
    }
    if (tokens.length === 7 || index >= text.length) {
      return { tokens, rest: index };
    }
    const offset = index;
    for (let depth = 0; index < text.length && (depth > 0 || (text[index] !== ' ' && text[index] !== '\t')); index += 1) {
      depth += text[index] === '[' ? 1 : text[index] === ']' ? -1 : 0;
    }
    tokens.push({ text: text.slice(offset, index), offset });
  }
}

function checkAction({ text, offset }: Token, at: (offset: number) => Position): Problem[] {
  return ACTIONS.some((action) => action === text.toLowerCase()) ? [] : [problem('action-refused', at(offset), text)];
}

function checkProtocol({ text, offset }: Token, at: (offset: number) => Position): Problem[] {
  const state = protocolState(text.toLowerCase());
  return state === 'known' ? [] : [problem(state === 'refused' ? 'protocol-refused' : 'protocol-unknown', at(offset), text)];
}

function checkDirection({ text, offset }: Token, at: (offset: number) => Position): Problem[] {
  return text === '->' || text === '<>' ? [] : [problem(text === '=>' ? 'direction-unknown' : 'direction-invalid', at(offset), text)];
}

function read({ text, offset }: Token, reader: (text: string) => ReadSelector, at: (offset: number) => Position): {
  selector?: Selector; problems: Problem[];
} {
  const { expression, faults } = reader(text);
  const problems = faults.map((fault) => problem(fault.code, at(offset + fault.offset), fault.received));
  if (expression === undefined) {
    return { problems };
  }
  const whole = reader === readPorts ? PORTS : ADDRESSES;
  if (resolve(expression, whole, () => undefined)?.length === 0) {
    problems.push(problem('set-empty', at(offset), text));
  }
  return { selector: { text, expression }, problems };
}
