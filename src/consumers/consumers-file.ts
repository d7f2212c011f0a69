import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ConsumerDeclaration } from './consumer-options';
import { type ConsumersDocument, consumersOf, readConsumers } from './consumers-document';
import { RuleError, shown } from '../values/rule-error';

/** How a consumers file is read. */
export interface ConsumersFileOptions {
  /**
   * The environment whose consumers are meant, for a file that names environments.
   *
   * @default - the file is for one environment, and names none
   */
  readonly environment?: string;
}

/**
 * The register of consumers as a YAML or JSON file, for one environment or several.
 *
 * Its JSON Schema is part of the package (`schemas/consumers.schema.json`), for editors and other tools.
 */
export class ConsumersFile {
  /**
   * Reads a file. Every problem is reported at once, with line and column.
   *
   * @param path path of a YAML or JSON file
   * @throws RuleError ConsumersFileUnreadable, ConsumersFileInvalid, ConsumersFileEnvironment
   */
  public static fromFile(path: string, options: ConsumersFileOptions = {}): ConsumersFile {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new RuleError('ConsumersFileUnreadable', `a consumers file can be read, received: ${shown(path)} (${(error as Error).message})`);
    }
    const document = readConsumers(text, basename(path));
    return new ConsumersFile(consumersOf(document, theEnvironment(document, basename(path), options.environment)));
  }

  private constructor(
    /** The consumers of the environment, in the order of the file. */
    public readonly consumers: ConsumerDeclaration[],
  ) {}
}

function theEnvironment(document: ConsumersDocument, name: string, environment?: string): string | undefined {
  const known = document.environments;
  if (environment === undefined ? known !== undefined : !known?.includes(environment)) {
    throw new RuleError('ConsumersFileEnvironment',
      `${name} is read for one of its environments (${known?.join(', ') ?? 'it names none'}), received: ${shown(environment)}`);
  }
  return environment;
}
