import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { type JsonObject, isObject } from './openapi-json';
import { RuleError, shown } from '../values/rule-error';

/** API Gateway's own limit is far lower (a template has 1 MB); a document may hold more than its requests use. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_DEPTH = 128;
const MAX_NODES = 1_000_000;

/**
 * Reads JSON or YAML into plain data of which every part is its own, however the text shares them by aliases.
 *
 * @throws RuleError OpenApiMalformed with line and column
 */
export function readDocument(text: string): JsonObject {
  if (text.length > MAX_CHARACTERS) {
    throw malformed(`an OpenAPI document has at most ${MAX_CHARACTERS} characters, received: ${text.length}`);
  }
  const data = plain(parse(text));
  if (!isObject(data)) {
    throw malformed(`an OpenAPI document is an object, received: ${shown(data)}`);
  }
  return data;
}

/**
 * A copy of data as JSON has it.
 *
 * @param what how an error calls it
 * @throws RuleError OpenApiMalformed on what JSON cannot hold
 */
export function plain(value: unknown, what = 'an OpenAPI document'): unknown {
  let nodes = 0;
  const copy = (from: unknown, depth: number): unknown => {
    nodes += 1;
    if (depth > MAX_DEPTH || nodes > MAX_NODES) {
      throw malformed(`${what} has at most ${MAX_DEPTH} levels and ${MAX_NODES} parts, aliases counted as often as they are used`);
    }
    if (from === null || typeof from === 'string' || typeof from === 'boolean' || (typeof from === 'number' && Number.isFinite(from))) {
      return from;
    }
    if (Array.isArray(from)) {
      return Array.from(from, (entry) => copy(entry, depth + 1));
    }
    const prototype = isObject(from) ? Object.getPrototypeOf(from) : undefined;
    if (isObject(from) && (prototype === null || Object.getPrototypeOf(prototype) === null)) {
      return Object.fromEntries(Object.entries(from).filter(([, entry]) => entry !== undefined).map(([key, entry]) => {
        if (key === '__proto__') {
          throw malformed(`${what} has no member called __proto__`);
        }
        return [key, copy(entry, depth + 1)];
      }));
    }
    throw malformed(`${what} holds JSON only, received: ${typeof from === 'number' ? from : `a ${typeof from}`}`);
  };
  return copy(value, 0);
}

function parse(text: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    if (!repeatsMember(text, data)) {
      return data;
    }
  } catch {
    // The YAML parser reads JSON too, and says where it is wrong.
  }
  try {
    return parseYaml(text);
  } catch (error) {
    throw error instanceof RuleError
      ? error
      : malformed(`an OpenAPI document is JSON or YAML of few aliases and levels: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseYaml(text: string): unknown {
  // Loaded here: most programs that load this library read no document.
  const yaml = createRequire(__filename)('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, uniqueKeys: true, logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    const what = problem.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
    throw malformed(`an OpenAPI document is JSON or YAML: ${what} (line ${line}, column ${col})`);
  }
  return document.toJS({ maxAliasCount: 100 });
}

/** Whether an object of this JSON text names a member twice, of which the parser kept the last only. */
function repeatsMember(text: string, data: unknown): boolean {
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter((match) => match[1] !== undefined).length;
  const count = (value: unknown): number => typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce<number>((sum, entry) => sum + count(entry), Array.isArray(value) ? 0 : Object.keys(value).length);
  return written !== count(data);
}

function malformed(message: string): RuleError {
  return new RuleError('OpenApiMalformed', message);
}
