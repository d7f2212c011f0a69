import { RuleError, shown } from './rule-error';

/** A route of a REST API: one method on one path. */
export interface RouteKey {
  /** An upper-case HTTP method, or ANY. */
  readonly method: string;
  /** The path with its parameters, as in /payments/{id}. */
  readonly path: string;
  readonly segments: readonly string[];
  /** The canonical spelling: `METHOD /path`. */
  readonly text: string;
}

/** The methods that API Gateway routes by. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'] as const;

// What API Gateway's import takes; `*` would be a wildcard in an ARN.
const LITERAL = /^(?!\.{1,2}$)[A-Za-z0-9._,:-]+$/;
/** The ARN of a method has at most 1,600 bytes: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const LONGEST_PATH = 1400;
const PARAMETER = /^\{[A-Za-z0-9._-]+\+?\}$/;

/**
 * Reads a route, strictly.
 *
 * @param text `METHOD /path`, one space between them; a path parameter fills its whole segment
 * @throws RuleError RouteMalformed
 */
export function parseRoute(text: string): RouteKey {
  const refuse = (rule: string): never => {
    throw new RuleError('RouteMalformed', `${rule}, received: ${shown(text)}`);
  };
  const match = /^([A-Z]+) (\/\S*)$/.exec(String(text));
  if (!match) {
    return refuse('a route is written METHOD /path, as in GET /payments/{id}');
  }
  const [, method = '', path = ''] = match;
  if (!METHODS.includes(method as typeof METHODS[number])) {
    refuse(`a route's method is one of ${METHODS.join(', ')}`);
  }
  const segments = path === '/' ? [] : path.slice(1).split('/');
  segments.forEach((segment, at) => {
    if (!LITERAL.test(segment) && !PARAMETER.test(segment)) {
      refuse(`a path segment is one {parameter}, or letters, digits and . _ , : -, and never empty, . or .. (segment ${at + 1} is ${shown(segment)})`);
    }
    if (segment.endsWith('+}') && at !== segments.length - 1) {
      refuse('a {greedy+} parameter stands last in its path');
    }
  });
  const names = segments.filter((segment) => segment.startsWith('{')).map((segment) => segment.replace('+', ''));
  if (new Set(names).size !== names.length) {
    refuse('a path names each of its parameters once');
  }
  if (path.length > LONGEST_PATH) {
    refuse(`a path has at most ${LONGEST_PATH} characters`);
  }
  return { method, path, segments, text: `${method} ${path}` };
}

/** The path parameters of a route, without their braces. */
export function pathParameters(route: RouteKey): string[] {
  return route.segments.filter((segment) => segment.startsWith('{')).map((segment) => segment.replace(/^\{|\+?\}$/g, ''));
}
