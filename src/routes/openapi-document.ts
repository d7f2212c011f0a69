import { readFileSync } from 'node:fs';
import { type ImportedDocument, importDocument } from './openapi-import';
import { type ImportNote, ImportAction } from './openapi-note';
import type { DocumentOperation } from './openapi-operation';
import { plain, readDocument } from './openapi-text';
import { RuleError } from '../values/rule-error';

/** How an OpenAPI document is read. */
export interface OpenApiImportOptions {
  /**
   * The resource server of scopes that the document writes without one: `openbanking` makes `openbanking/accounts` of `accounts`.
   *
   * @default - scopes are taken as they stand
   */
  readonly scopePrefix?: string;

  /**
   * Name of the security scheme that counts where an operation lets its caller choose among several.
   * The API then asks for a token with that scheme's scopes.
   *
   * @default - an operation that offers several schemes is refused
   */
  readonly securityScheme?: string;
}

/**
 * An OpenAPI 3.0 document, read for the routes of a private API: paths, required parameters, request models and scopes.
 *
 * What API Gateway does not take as it stands is rewritten so that it means the same, left out, or refused: `notes` has a line for
 * each, with its JSON pointer. Nothing is dropped in silence. A document with refusals can be looked at, but gives no routes.
 *
 * Creates no CloudFormation resource; its schemas count into the template's 1 MB.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export class OpenApiDocument {
  /**
   * Reads a file of JSON or YAML.
   *
   * @param path the file; relative to the current directory
   * @throws RuleError OpenApiMalformed with line and column, OpenApiVersion
   */
  public static fromFile(path: string, options: OpenApiImportOptions = {}): OpenApiDocument {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new RuleError('OpenApiMalformed', `an OpenAPI document is a file that can be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    try {
      return OpenApiDocument.fromText(text, options);
    } catch (error) {
      throw error instanceof RuleError ? new RuleError(error.id, `${path}: ${error.message}`) : error;
    }
  }

  /**
   * Reads JSON or YAML.
   *
   * @param text the document
   * @throws RuleError OpenApiMalformed with line and column, OpenApiVersion
   */
  public static fromText(text: string, options: OpenApiImportOptions = {}): OpenApiDocument {
    return new OpenApiDocument(importDocument(readDocument(text), options));
  }

  /**
   * Reads a document that is in memory already. It is copied.
   *
   * @param document the document as plain data
   * @throws RuleError OpenApiMalformed, OpenApiVersion
   */
  public static fromObject(document: { [member: string]: unknown }, options: OpenApiImportOptions = {}): OpenApiDocument {
    return new OpenApiDocument(importDocument(plain(document) as Record<string, unknown>, options));
  }

  /** What was rewritten, left out, is not enforced by API Gateway, or is refused: in the order of the document's operations. */
  public readonly notes: ImportNote[];

  private constructor(private readonly imported: ImportedDocument) {
    this.notes = imported.notes;
  }

  /**
   * The operations, in the order of the document.
   *
   * @throws RuleError OpenApiRefused naming every refusal
   * @internal
   */
  public get _operations(): DocumentOperation[] {
    this.refuseIfRefused();
    return this.imported.operations;
  }

  /**
   * The schemas that request bodies use, by alphanumeric name, in JSON schema draft 4.
   *
   * @throws RuleError OpenApiRefused naming every refusal
   * @internal
   */
  public get _schemas(): Record<string, Record<string, unknown>> {
    this.refuseIfRefused();
    return this.imported.schemas;
  }

  private refuseIfRefused(): void {
    const refusals = this.notes.filter((note) => note.action === ImportAction.REFUSED);
    if (refusals.length > 0) {
      throw new RuleError('OpenApiRefused', [
        `an OpenAPI document has only what API Gateway can take (docs/openapi.md); this one has ${refusals.length} part(s) more:`,
        ...refusals.map((note) => `  ${note.pointer} (${note.rule}): ${note.message}`),
      ].join('\n'));
    }
  }
}
