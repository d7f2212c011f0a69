import { below } from './openapi-json';
import type { ImportReport } from './openapi-report';
import { type RouteKey, parseRoute } from '../values/route';
import { RuleError } from '../values/rule-error';

export const OPENAPI_METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** The route of an operation; nothing, and a refusal, if API Gateway cannot have it. */
export function routeAt(method: string, path: string, pointer: string, report: ImportReport): RouteKey | undefined {
  try {
    return parseRoute(`${method.toUpperCase()} ${path}`);
  } catch (error) {
    if (!(error instanceof RuleError)) {
      throw error;
    }
    report.refused(pointer, 'path', error.message);
    return undefined;
  }
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
