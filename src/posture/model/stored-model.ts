import type { App } from '../assembly/app';
import { AssemblyError } from '../assembly/assembly-error';
import { type Json, isObject, listOf, member, objectOf, tamed } from '../assembly/json';

const FORMAT = 'cdk-private-api/model';
const VERSION = 1;

/** What is kept of an app, so that CI need not synthesize the other version. */
export function printModel(app: App): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...app })}\n`;
}

/** Whether a file may hold a model: told by its content, not by its name. */
export function isModel(text: string): boolean {
  return /^\s*\{/.test(text) && text.includes(`"${FORMAT}"`);
}

/**
 * Reads what `printModel` wrote.
 *
 * @param file named in errors
 * @throws AssemblyError if it is of another version, or cut off
 */
export function parseModel(text: string, file: string): App {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new AssemblyError(`${file} is not valid JSON: ${(error as Error).message.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
  if (member(data, 'format') !== FORMAT) {
    throw new AssemblyError(`a stored model has the format ${FORMAT}, received: ${file} with ${shortened(member(data, 'format'))}`);
  }
  if (member(data, 'version') !== VERSION) {
    throw new AssemblyError(`a stored model is of version ${VERSION} (store it again with this version of cdk-private-api), `
      + `received: ${file} of version ${shortened(member(data, 'version'))}`);
  }
  if (tamed(data, DEEPEST) === undefined) {
    throw new AssemblyError(`a stored model nests at most ${DEEPEST} levels, received: ${file} with more`);
  }
  const broken = Object.entries(LISTS).filter(([name, holds]) => !listOf(member(data, name)).every(holds) || !Array.isArray(member(data, name)));
  if (broken.length > 0) {
    throw new AssemblyError(`a stored model holds ${Object.keys(LISTS).join(', ')}, received: ${file} with broken ${broken.map(([name]) => name).join(', ')}`);
  }
  return data as App;
}

/** Far deeper than templates, whose values nest unknowns of their own. */
const DEEPEST = 700;

const LISTS: Readonly<Record<string, (entry: Json) => boolean>> = {
  stacks: (entry) => hasTexts(entry, 'name', 'templateFile') && mayHaveTexts(entry, 'constructPath', 'account', 'region') && isTexts(member(entry, 'transforms'))
    && Object.values(objectOf(member(entry, 'leftOpen'))).every((text) => typeof text === 'string'),
  resources: (entry) => hasTexts(entry, 'key', 'type', 'stack', 'logicalId')
    && mayHaveTexts(entry, 'constructPath', 'source', 'condition', 'deletionPolicy', 'updateReplacePolicy')
    && isObject(member(entry, 'properties')) && isObject(member(entry, 'metadata')) && isTexts(member(entry, 'dependsOn')),
  acknowledgements: (entry) => hasTexts(entry, 'id', 'constructPath', 'reason'),
  outputs: (entry) => hasTexts(entry, 'stack', 'name') && member(entry, 'value') !== undefined,
};

function shortened(value: Json | undefined): string {
  return String(JSON.stringify(value)).slice(0, 100);
}

function hasTexts(entry: Json, ...names: string[]): boolean {
  return names.every((name) => typeof member(entry, name) === 'string');
}

function mayHaveTexts(entry: Json, ...names: string[]): boolean {
  return names.every((name) => ['string', 'undefined'].includes(typeof member(entry, name)));
}

function isTexts(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
