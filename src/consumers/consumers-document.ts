import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type * as Yaml from 'yaml';
import type { ConsumerDeclaration, ConsumerOptions } from './consumer-options';
import { consumerProblems, fieldProblems } from './consumer-rules';
import { textProblems } from './document-text';
import { endingAt, positionOf } from './yaml-position';
import { RuleError, shown } from '../values/rule-error';

/** A consumer of a file: its defaults, and what differs by environment. */
interface FileConsumer extends ConsumerOptions {
  readonly environments?: Record<string, Partial<ConsumerOptions>>;
}

/** A consumers file that keeps every rule. */
export interface ConsumersDocument {
  readonly environments?: string[];
  readonly consumers: Record<string, FileConsumer>;
}

/** A problem of a file, before it has a line. */
interface Found {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Whether it is about the name of the property rather than its value. */
  readonly atKey?: boolean;
}

// The packages cost 70 ms to load, and only a file needs them.
const load = createRequire(__filename);
const SCHEMA = join(__dirname, '../../schemas/consumers.schema.json');
let validator: ValidateFunction | undefined;

/**
 * Reads a consumers file.
 *
 * @param name how the file is called in messages
 * @throws RuleError ConsumersFileInvalid, with every problem and its line and column
 */
export function readConsumers(text: string, name: string): ConsumersDocument {
  const yaml = load('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false, stringKeys: true });
  // A parser that ran out of stack says so once for each level it left.
  const tooDeep = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const errors = tooDeep ? [tooDeep] : document.errors;
  const syntax = errors.map((error) => ({ offset: error.pos[0], message: error === tooDeep ? 'is nested too deeply to be read' : error.message }));
  const data = syntax.length > 0 ? undefined : contents(document);
  const problems = syntax.length > 0 ? syntax : inDocument(data).map((found) => ({
    offset: positionOf(yaml, document, found.path, found.atKey), message: endingAt(found.path, found.message),
  }));
  if (problems.length > 0) {
    const texts = [...problems].sort((a, b) => a.offset - b.offset).map(({ offset, message }) => {
      const { line, col } = lines.linePos(Math.min(offset, text.length));
      return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)} ${message}`;
    });
    throw new RuleError('ConsumersFileInvalid', `a consumers file follows its schema, received:\n${texts.join('\n')}`);
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

/** As plain data; undefined if aliases make it circular or explode. */
function contents(document: Yaml.Document): unknown {
  try {
    return JSON.parse(JSON.stringify(document.toJS())) as unknown;
  } catch {
    return undefined;
  }
}

function inDocument(data: unknown): Found[] {
  if (data === undefined) {
    return [{ path: [], message: 'its aliases run in a circle or multiply' }];
  }
  return [textProblems(data), byRules(data), bySchema(data)].reduce(behind);
}

/** The first, and what the second adds: where a rule speaks about a value, it says more than the schema's pattern. */
function behind(first: Found[], second: Found[]): Found[] {
  const spoken = new Set(first.filter(({ atKey }) => !atKey).map(({ path }) => path.join('/')));
  return [...first, ...second.filter(({ path, atKey }) => atKey || !spoken.has(path.join('/')))];
}

function bySchema(data: unknown): Found[] {
  validator ??= compileSchema();
  validator(data);
  // A bad name is reported by its pattern, and once more by `propertyNames`.
  return (validator.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames').map(said);
}

function compileSchema(): ValidateFunction {
  const { Ajv } = load('ajv') as typeof import('ajv');
  return new Ajv({ allErrors: true, verbose: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
}

function said(error: ErrorObject): Found {
  const path = error.instancePath.split('/').slice(1).map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const { keyword, params, parentSchema, data, message } = error;
  if (error.propertyName !== undefined) {
    return { path: [...path, error.propertyName], atKey: true, message: `${described(parentSchema)}, received: ${shown(error.propertyName)}` };
  }
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys(parentSchema?.properties as object).join(', ');
      const name = String(params.additionalProperty);
      return { path: [...path, name], atKey: true, message: `is not a property here; known are ${known}` };
    }
    case 'required':
      return { path, message: `lacks ${String(params.missingProperty)}` };
    case 'enum':
      return { path, message: `is one of ${(params.allowedValues as string[]).join(', ')}, received: ${shown(data)}` };
    case 'pattern':
      return { path, message: `${described(parentSchema)}, received: ${shown(data)}` };
    default:
      return { path, message: `${message}, received: ${shown(data)}` };
  }
}

function described(schema: ErrorObject['parentSchema']): string {
  return String(schema?.description).replace(/\.$/, '').replace(/^./, (letter) => letter.toLowerCase());
}

/** What the schema cannot say: CIDR blocks, calendar days, environments, and consumers that nothing admits. */
function byRules(data: unknown): Found[] {
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

function nowhere(id: string, consumer: FileConsumer, overrides: [string, unknown][]): Found[] {
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
