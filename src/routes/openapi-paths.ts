import { below, isObject } from './openapi-json';
import type { ImportReport } from './openapi-report';
import { type RouteKey, parseRoute } from '../values/route';
import { RuleError } from '../values/rule-error';

export const OPENAPI_METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** What API Gateway's import takes as a segment of a path, stricter than its console. */
const SEGMENT = /^([A-Za-z0-9_.,:-]+|\{[^{}]+\})$/;

/** The route of an operation; nothing, and a refusal, if API Gateway cannot have it. */
export function routeAt(method: string, path: string, pointer: string, report: ImportReport): RouteKey | undefined {
  try {
    const route = parseRoute(`${method.toUpperCase()} ${path}`);
    const odd = route.segments.find((segment) => !SEGMENT.test(segment));
    if (odd === undefined) {
      return route;
    }
    report.refused(pointer, 'path', `API Gateway imports path segments of letters, digits and _-.,: received: ${JSON.stringify(odd)}`);
  } catch (error) {
    if (!(error instanceof RuleError)) {
      throw error;
    }
    report.refused(pointer, 'path', error.message);
  }
  return undefined;
}

/** API Gateway has one parameter in one place of its tree of paths, whatever comes behind it. */
export function refuseSiblings(paths: readonly string[], report: ImportReport): void {
  const byPlace = new Map<string, { name: string; path: string }>();
  for (const path of paths) {
    const segments = path.split('/').slice(1);
    segments.forEach((segment, at) => {
      if (!segment.startsWith('{')) {
        return;
      }
      const place = segments.slice(0, at).join('/');
      const earlier = byPlace.get(place);
      if (earlier !== undefined && earlier.name !== segment) {
        report.refused(below('/paths', path), 'path-parameter-siblings',
          `API Gateway has one parameter in one place: ${segment} stands where ${earlier.path} has ${earlier.name}`);
      } else {
        byPlace.set(place, { name: segment, path });
      }
    });
  }
}

/** Extensions by which a document for API Gateway tells what the routes of this library tell themselves. */
const TAKEN_OVER = ['integration', 'integrations', 'request-validator', 'request-validators', 'documentation', 'importexport-version', 'tag-value'];

/** Whether a member is an extension; it is reported, and never taken over. */
export function isExtension(key: string, pointer: string, report: ImportReport): boolean {
  if (!key.startsWith('x-')) {
    return false;
  }
  const amazon = /^x-amazon-apigateway-(.+)$/.exec(key)?.[1];
  if (amazon === undefined) {
    report.leftOut(pointer, 'extension', 'an extension: API Gateway does not know it');
  } else if (TAKEN_OVER.includes(amazon)) {
    report.leftOut(pointer, 'amazon-extension', 'the routes have integrations and validators of their own');
  } else {
    report.refused(pointer, 'amazon-extension', 'a document does not decide on access or on settings of the API: say it in code, and take it out here');
  }
  return true;
}

/** Extensions of API Gateway that stand where the import looks at nothing else. */
export function reportAmazonExtensions(value: unknown, pointer: string, report: ImportReport): void {
  if (Array.isArray(value)) {
    value.forEach((entry, at) => reportAmazonExtensions(entry, below(pointer, at), report));
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) {
      if (key.startsWith('x-amazon-apigateway-')) {
        isExtension(key, below(pointer, key), report);
      } else {
        reportAmazonExtensions(entry, below(pointer, key), report);
      }
    }
  }
}
