import { parseRule, type ParsedRules } from './parse';
import { type Problem, problem } from './problem';

const DIRECTIONS: ReadonlyMap<unknown, string> = new Map([['FORWARD', '->'], ['ANY', '<>']]);

/**
 * Reads the `StatefulRules` of a rule group, as a template holds them. What is no text (a reference to another resource) is unknown.
 *
 * @returns rules and problems whose line is the place in the list, from 1
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-networkfirewall-rulegroup-statefulrule.html
 */
export function readStatefulRules(list: unknown): ParsedRules {
  if (!Array.isArray(list)) {
    return { rules: [], problems: [problem('value-unknown', { line: 1, column: 1 }, spelled(list))] };
  }
  const read = list.map((entry, index) => readEntry(entry, index + 1));
  return { rules: read.flatMap(({ rule }) => (rule ? [rule] : [])), problems: read.flatMap(({ problems }) => problems) };
}

function readEntry(entry: unknown, line: number): ReturnType<typeof parseRule> {
  const { Action, Header, RuleOptions } = record(entry);
  const header = record(Header);
  const direction = DIRECTIONS.get(header.Direction);
  const ends = [header.Source, header.SourcePort, header.Destination, header.DestinationPort];
  const options = Array.isArray(RuleOptions) ? RuleOptions.map(readOption) : [undefined];
  const at = () => ({ line, column: 1 });
  if (typeof Action !== 'string' || typeof header.Protocol !== 'string' || !ends.every((end) => typeof end === 'string')
    || options.includes(undefined) || (direction === undefined && typeof header.Direction !== 'string')) {
    return { problems: [problem('value-unknown', at(), spelled(entry))] };
  }
  const [source, sourcePorts, destination, destinationPorts] = ends.map((end) => String(end));
  const words = [Action, header.Protocol, source, sourcePorts, direction ?? String(header.Direction), destination, destinationPorts].map(String);
  const wrong: Problem[] = words.some((word) => !isOneWord(word)) ? [problem('header-malformed', at(), words.join(' '))] : [];
  return wrong.length > 0 ? { problems: wrong } : parseRule(`${words.join(' ')} (${options.join(' ')})`, at);
}

/** An option as Suricata spells it: `sid:1;`. Some templates write the value into the keyword. */
function readOption(option: unknown): string | undefined {
  const { Keyword, Settings = [] } = record(option);
  return typeof Keyword === 'string' && Array.isArray(Settings) && Settings.every((setting) => typeof setting === 'string')
    ? `${Keyword}${Settings.length > 0 ? `:${Settings.join(',')}` : ''};`
    : undefined;
}

/** Whether a text stays where it is put in a header: spaces may stand within brackets only. */
function isOneWord(text: string): boolean {
  let depth = 0;
  return text !== '' && [...text].every((character) => {
    depth += character === '[' ? 1 : character === ']' ? -1 : 0;
    return depth >= 0 && (depth > 0 || !/\s/.test(character));
  }) && depth === 0;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function spelled(value: unknown): string {
  return typeof value === 'string' ? value : 'a reference, or nothing';
}
