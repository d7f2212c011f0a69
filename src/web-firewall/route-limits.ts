import type { IAddressList } from './address-list';
import { Oversize, RequestPart } from './request-part';
import type { BlockResponse } from './rule-action';
import { SizeComparison, TextPosition, WebFirewallStatement } from './statement';
import { TextTransformation } from './text-transformation';
import { METHODS, type RouteKey, parseRoute } from '../values/route';
import { RuleError, shown } from '../values/rule-error';

/** What a route is limited to. What is outside of one limit is blocked; what is inside of all goes on to the next rule. */
export interface RouteLimits {
  /**
   * Only callers of these lists. The web firewall's own list still decides in the end.
   *
   * @default - every caller
   */
  readonly addresses?: IAddressList[];

  /**
   * Only these methods, as in `['GET', 'HEAD']`, of a route that is written with `ANY`.
   *
   * @default - the methods of the route
   */
  readonly methods?: string[];

  /**
   * Only bodies of at most so many bytes: 0 to 16,384, which is what WAF inspects.
   *
   * @default - bodies of any size
   */
  readonly maxBodyBytes?: number;

  /**
   * Only query strings of at most so many bytes, 0 to 8,192.
   *
   * @default - query strings of any size
   */
  readonly maxQueryBytes?: number;

  /**
   * What a blocked caller gets.
   *
   * @default - API Gateway's own 403
   */
  readonly response?: BlockResponse;
}

/** A dot leaves out line ends, which a path may hold encoded. */
const ANYTHING = '[\\s\\S]*';

/** A request to the route that is outside of a limit. */
export function outsideOf(text: string, limits: RouteLimits): WebFirewallStatement {
  const route = parseRoute(text);
  return WebFirewallStatement.allOf(
    pathOf(route),
    ...route.method === 'ANY' ? [] : [method(route.method)],
    WebFirewallStatement.anyOf(...violations(route, limits)),
  );
}

function violations(route: RouteKey, { addresses, methods, maxBodyBytes, maxQueryBytes }: RouteLimits): WebFirewallStatement[] {
  const found = [
    ...addresses === undefined ? [] : [WebFirewallStatement.not(WebFirewallStatement.addresses(...addresses))],
    ...methods === undefined ? [] : [WebFirewallStatement.not(WebFirewallStatement.anyOf(...checkedMethods(route, methods).map(method)))],
    ...maxBodyBytes === undefined ? []
      : [WebFirewallStatement.size(RequestPart.body(Oversize.MATCH), SizeComparison.GT, checkedSize('body', maxBodyBytes, 16_384))],
    ...maxQueryBytes === undefined ? []
      : [WebFirewallStatement.size(RequestPart.QUERY_STRING, SizeComparison.GT, checkedSize('query string', maxQueryBytes, 8192))],
  ];
  if (found.length === 0 || addresses?.length === 0) {
    throw new RuleError('RouteLimits', `a route is limited to addresses, methods or sizes, received: ${found.length === 0 ? 'no limit' : 'no address list'} for ${route.text}`);
  }
  return found;
}

/**
 * The path of a route, with or without one segment before it: the stage, or a base path. API Gateway may or may not decode and tidy a path
 * before it looks for the route, so that the path counts as the route's in either reading: `/%61dmin` and `/x/../admin` are `/admin`, and so
 * is `/payments/..` a payment. A slash that is encoded in a parameter, which API Gateway takes for a part of it, hides nothing.
 */
function pathOf({ segments }: RouteKey): WebFirewallStatement {
  const path = (text: string, ...transformations: TextTransformation[]) =>
    WebFirewallStatement.regex(RequestPart.URI_PATH, text, { transformations });
  const { LOWERCASE, NORMALIZE_PATH, URL_DECODE } = TextTransformation;
  const readings = [path(pattern(segments, '/', '[^/]+'), URL_DECODE, NORMALIZE_PATH), path(pattern(segments, '/+', '[^/]+'), URL_DECODE)];
  if (!segments.some((segment) => segment.startsWith('{') && !segment.endsWith('+}'))) {
    return WebFirewallStatement.anyOf(...readings);
  }
  const encodedSlash = WebFirewallStatement.text(RequestPart.URI_PATH, TextPosition.CONTAINS, '%2f', { transformations: [LOWERCASE] });
  return WebFirewallStatement.anyOf(...readings, WebFirewallStatement.allOf(encodedSlash, path(pattern(segments, '/+', ANYTHING), URL_DECODE)));
}

function pattern(segments: readonly string[], slash: string, parameter: string): string {
  const parts = segments.map((segment) => {
    const text = segment.endsWith('+}') ? ANYTHING : segment.startsWith('{') ? parameter : segment.replace(/\./g, '\\.');
    return `${slash}${text}`;
  });
  return `^(?:${slash}${parameter})?${parts.join('')}/*$`;
}

function method(name: string): WebFirewallStatement {
  return WebFirewallStatement.text(RequestPart.METHOD, TextPosition.EXACTLY, name);
}

function checkedMethods(route: RouteKey, methods: readonly string[]): readonly string[] {
  const wrong = methods.find((name) => name === 'ANY' || !METHODS.includes(name as typeof METHODS[number]));
  if (route.method !== 'ANY' || methods.length === 0 || wrong !== undefined || new Set(methods).size < methods.length) {
    throw new RuleError('RouteLimits', `a route that is written with ANY is limited to methods, each once and in capitals, received: ${shown(methods)} for ${route.text}`);
  }
  return methods;
}

function checkedSize(part: string, bytes: number, most: number): number {
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > most) {
    throw new RuleError('RouteLimits', `the ${part} of a route is limited to 0 to ${most.toLocaleString('en-US')} bytes, received: ${bytes}`);
  }
  return bytes;
}
