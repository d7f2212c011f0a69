import { isExtension } from './openapi-extensions';
import { type JsonObject, below } from './openapi-json';
import { OPENAPI_METHODS } from './openapi-paths';
import type { ImportReport } from './openapi-report';
import type { ImportRule } from './openapi-rules';

/** What becomes of some members, and why. */
interface Fate {
  readonly keys: readonly string[];
  readonly rule: ImportRule;
  readonly message: string;
  readonly loosens?: boolean;
}

/** The members of one kind of object. Extensions may stand in each; what is not named here OpenAPI does not have. */
export interface Members {
  /** The kind, with its article. */
  readonly kind: string;
  /** What the import looks at. */
  readonly read: readonly string[];
  readonly leftOut: readonly Fate[];
  readonly refused?: readonly Fate[];
}

/** Says what becomes of every member that the import does not look at. */
export function reportMembers(object: JsonObject, pointer: string, members: Members, report: ImportReport): void {
  for (const key of Object.keys(object).filter((name) => !members.read.includes(name))) {
    const at = below(pointer, key);
    const named = ({ keys }: Fate) => keys.includes(key);
    const leftOut = members.leftOut.find(named);
    const refused = members.refused?.find(named);
    if (leftOut !== undefined) {
      report.leftOut(at, leftOut.rule, leftOut.message, leftOut.loosens);
    } else if (refused !== undefined) {
      report.refused(at, refused.rule, refused.message);
    } else if (!isExtension(key, at, report)) {
      report.refused(at, 'unknown-member', `OpenAPI 3.0 has no ${key} in ${members.kind}`);
    }
  }
}

const SERVERS: Fate = { keys: ['servers'], rule: 'servers', message: 'the API has its own host and stage: no path gets a prefix' };

export const DOCUMENT: Members = {
  kind: 'a document',
  read: ['openapi', 'paths', 'components', 'security'],
  leftOut: [{ keys: ['info', 'tags', 'externalDocs'], rule: 'documentation', message: 'the API has a name and a description of its own' }, SERVERS],
};

export const COMPONENTS: Members = {
  kind: 'its components',
  read: ['securitySchemes', 'schemas', 'parameters', 'requestBodies'],
  leftOut: [
    { keys: ['responses', 'headers', 'links', 'examples'], rule: 'responses', message: 'no request is checked by it' },
    { keys: ['callbacks'], rule: 'callbacks', message: 'no request is checked by it' },
  ],
};

export const PATH_ITEM: Members = {
  kind: 'a path',
  read: ['parameters', ...OPENAPI_METHODS],
  leftOut: [documentation('summary', 'description'), SERVERS],
  refused: [
    { keys: ['trace'], rule: 'method', message: 'API Gateway has no TRACE' },
    { keys: ['$ref'], rule: 'path-item-ref', message: 'API Gateway follows no reference in place of a path: bundle the document' },
  ],
};

export const OPERATION: Members = {
  kind: 'an operation',
  read: ['operationId', 'parameters', 'requestBody', 'security'],
  leftOut: [
    documentation('tags', 'summary', 'description', 'externalDocs', 'deprecated'),
    { keys: ['responses'], rule: 'responses', message: 'a proxy integration hands the answer of the backend on as it is' },
    { keys: ['callbacks'], rule: 'callbacks', message: 'the backend makes these calls, not API Gateway' },
    SERVERS,
  ],
};

export const PARAMETER: Members = {
  kind: 'a parameter',
  read: ['name', 'in', 'required', 'schema'],
  leftOut: [
    documentation('description', 'deprecated', 'example', 'examples'),
    {
      keys: ['style', 'explode', 'allowReserved', 'allowEmptyValue'],
      rule: 'parameter-style',
      message: 'API Gateway hands the text of a parameter on as it came',
    },
    {
      keys: ['content'],
      rule: 'parameter-schema',
      message: 'API Gateway checks that a parameter is there, not what it holds: the backend must',
      loosens: true,
    },
  ],
};

export const REQUEST_BODY: Members = { kind: 'a request body', read: ['required', 'content'], leftOut: [documentation('description')] };

export const MEDIA_TYPE: Members = {
  kind: 'a media type',
  read: ['schema'],
  leftOut: [documentation('example', 'examples'), { keys: ['encoding'], rule: 'extension', message: 'without effect on JSON' }],
};

function documentation(...keys: string[]): Fate {
  return { keys, rule: 'documentation', message: 'documentation: no request is checked by it' };
}
