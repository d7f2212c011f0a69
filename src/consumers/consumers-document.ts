import type { ConsumerDeclaration, ConsumerOptions } from './consumer-options';
import { consumerProblems, fieldProblems } from './consumer-rules';
import { textProblems } from './document-text';
import { type DocumentProblem, behind, readDocument } from '../values/document';
import { RuleError } from '../values/rule-error';

/** A consumer of a file: its defaults, and what differs by environment. */
interface FileConsumer extends ConsumerOptions {
  readonly environments?: Record<string, Partial<ConsumerOptions>>;
}

/** A consumers file that keeps every rule. */
export interface ConsumersDocument {
  readonly environments?: string[];
  readonly consumers: Record<string, FileConsumer>;
}

/**
 * Reads a consumers file.
 *
 * @param name how the file is called in messages
 * @throws RuleError ConsumersFileInvalid, with every problem and its line and column
 */
export function readConsumers(text: string, name: string): ConsumersDocument {
  const { data, problems } = readDocument(text, name, 'consumers.schema.json', (found) => behind(textProblems(found), byRules(found)));
  if (problems.length > 0) {
    throw new RuleError('ConsumersFileInvalid', `a consumers file follows its schema, received:\n${problems.join('\n')}`);
  }
  return data as ConsumersDocument;
}

/**
 * The consumers of one environment.
 *
 * @param environment undefined for a file that names none
 */
export function consumersOf(document: ConsumersDocument, environment?: string): ConsumerDeclaration[] {
  return Object.entries(document.consumers).flatMap(([id, consumer]) => {
    const { environments, ...defaults } = consumer;
    if (environments && !(environment !== undefined && Object.hasOwn(environments, environment))) {
      return [];
    }
    return [{ ...defaults, ...environments?.[environment!], id }];
  });
}

/** What the schema cannot say: CIDR blocks, calendar days, environments, and consumers that nothing admits. */
function byRules(data: unknown): DocumentProblem[] {
  const consumers = Object.entries(objectAt(data, 'consumers'));
  const known = (data as ConsumersDocument | undefined)?.environments;
  const environments = Array.isArray(known) ? known.filter((name) => typeof name === 'string') : [];
  return consumers.filter(([, consumer]) => isObject(consumer)).flatMap(([id, consumer]) => {
    const overrides = Object.entries(objectAt(consumer, 'environments')).filter(([, override]) => isObject(override));
    const own = [
      { path: ['consumers', id], options: consumer as Partial<ConsumerOptions> },
      ...overrides.map(([name, override]) => ({
        path: ['consumers', id, 'environments', name], options: override as Partial<ConsumerOptions>,
      })),
    ];
    const fields = own.flatMap(({ path, options }) => fieldProblems(options).map((problem) => ({
      path: [...path, ...problem.path], message: problem.message,
    })));
    const unknown = overrides.filter(([name]) => !environments.includes(name)).map(([name]) => ({
      path: ['consumers', id, 'environments', name],
      atKey: true,
      message: `is no environment of this file; known are ${environments.join(', ') || 'none (name them under environments)'}`,
    }));
    return [...fields, ...unknown, ...nowhere(id, consumer as FileConsumer, overrides)];
  });
}

function nowhere(id: string, consumer: FileConsumer, overrides: [string, unknown][]): DocumentProblem[] {
  const merged: [string, ConsumerOptions][] = overrides.length > 0
    ? overrides.map(([name, override]) => [`in ${name}, `, { ...consumer, ...override as object }])
    : [['', consumer]];
  return merged.flatMap(([where, options]) => consumerProblems(id, options)
    .filter((problem) => problem.id === 'ConsumerNowhere')
    .map((problem) => ({ path: ['consumers', id], atKey: true, message: `${where}${problem.message}` })));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(value: unknown, key: string): Record<string, unknown> {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}
