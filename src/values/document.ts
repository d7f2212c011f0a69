import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type * as Yaml from 'yaml';
import { shown } from './rule-error';
import { endingAt, positionOf } from './yaml-position';

/** A problem of a file, before it has a line. */
export interface DocumentProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Whether it is about the name of the property rather than its value. */
  readonly atKey?: boolean;
}

/** A file that was read: its data where it keeps every rule, every problem with its line where it does not. */
export interface DocumentReading {
  readonly data: unknown;
  /** As in `exceptions.yaml:3:5 exceptions[0]: lacks owner`, in the order of the file. */
  readonly problems: readonly string[];
  /** The line on which a value stands. */
  lineOf(...path: (string | number)[]): number;
}

// The packages cost 70 ms to load, and only a file needs them.
const load = createRequire(__filename);
const SCHEMAS = join(__dirname, '../../schemas');
const validators = new Map<string, ValidateFunction>();

/**
 * Reads a YAML or JSON document against one of the published schemas.
 *
 * @param name how the file is called in messages
 * @param schema name of a file in `schemas/`
 * @param rules what the schema cannot say; where a rule speaks about a value, it says more than the schema
 */
export function readDocument(text: string, name: string, schema: string, rules: (data: unknown) => DocumentProblem[] = () => []): DocumentReading {
  const yaml = load('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false, stringKeys: true });
  // A parser that ran out of stack says so once for each level it left.
  const tooDeep = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const errors = tooDeep ? [tooDeep] : document.errors;
  const syntax = errors.map((error) => ({ offset: error.pos[0], message: error === tooDeep ? 'is nested too deeply to be read' : error.message }));
  const data = syntax.length > 0 ? undefined : contents(document);
  const problems = syntax.length > 0 ? syntax : inDocument(data, schema, rules).map((found) => ({
    offset: positionOf(yaml, document, found.path, found.atKey), message: endingAt(found.path, found.message),
  }));
  return {
    data: problems.length > 0 ? undefined : data,
    problems: [...problems].sort((a, b) => a.offset - b.offset).map(({ offset, message }) => {
      const { line, col } = lines.linePos(Math.min(offset, text.length));
      return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)} ${message}`;
    }),
    lineOf: (...path) => Math.max(lines.linePos(positionOf(yaml, document, path)).line, 1),
  };
}

/** As plain data; undefined if aliases make it circular or explode. */
function contents(document: Yaml.Document): unknown {
  try {
    return JSON.parse(JSON.stringify(document.toJS())) as unknown;
  } catch {
    return undefined;
  }
}

function inDocument(data: unknown, schema: string, rules: (data: unknown) => DocumentProblem[]): DocumentProblem[] {
  if (data === undefined) {
    return [{ path: [], message: 'its aliases run in a circle or multiply' }];
  }
  return behind(rules(data), bySchema(data, schema));
}

/** The first, and what the second adds. */
export function behind(first: DocumentProblem[], second: DocumentProblem[]): DocumentProblem[] {
  const spoken = new Set(first.filter(({ atKey }) => !atKey).map(({ path }) => path.join('/')));
  return [...first, ...second.filter(({ path, atKey }) => atKey || !spoken.has(path.join('/')))];
}

function bySchema(data: unknown, schema: string): DocumentProblem[] {
  const validator = validators.get(schema) ?? compileSchema(schema);
  validators.set(schema, validator);
  validator(data);
  // A bad name is reported by its pattern, and once more by `propertyNames`; a bad branch by itself, and once more by `if`.
  return (validator.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames' && keyword !== 'if').map(said);
}

function compileSchema(schema: string): ValidateFunction {
  const { Ajv } = load('ajv') as typeof import('ajv');
  return new Ajv({ allErrors: true, verbose: true }).compile(JSON.parse(readFileSync(join(SCHEMAS, schema), 'utf8')) as object);
}

function said(error: ErrorObject): DocumentProblem {
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
