import type { App } from '../assembly/app';
import { AssemblyError } from '../assembly/assembly-error';
import { type Json, isObject, member } from '../assembly/json';

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
    throw new AssemblyError(`a stored model has the format ${FORMAT}, received: ${file} with ${JSON.stringify(member(data, 'format'))}`);
  }
  if (member(data, 'version') !== VERSION) {
    throw new AssemblyError(`a stored model is of version ${VERSION} (store it again with this version of cdk-private-api), `
      + `received: ${file} of version ${JSON.stringify(member(data, 'version'))}`);
  }
  const lists = ['stacks', 'resources', 'acknowledgements', 'outputs'];
  const missing = lists.filter((name) => !Array.isArray(member(data, name)));
  const resources = member(data, 'resources');
  if (missing.length > 0 || !(resources as readonly Json[]).every(isResource)) {
    throw new AssemblyError(`a stored model holds ${lists.join(', ')}, received: ${file} with broken ${missing.join(', ') || 'resources'}`);
  }
  return data as App;
}

function isResource(value: Json): boolean {
  return isObject(value) && ['key', 'type', 'stack', 'logicalId'].every((name) => typeof value[name] === 'string')
    && isObject(value.properties) && isObject(value.metadata) && Array.isArray(value.dependsOn);
}
