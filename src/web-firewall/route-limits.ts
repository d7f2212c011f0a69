import type { AddressList } from './address-list';
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
  readonly addresses?: AddressList[];

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
 * The path of a route, with or without one segment before it: the stage, or a base path. Encoded characters are decoded, so that
 * `/%61dmin` is `/admin`; and a slash that is encoded in a parameter, which API Gateway takes for a part of it, hides nothing.
 */
function pathOf({ segments }: RouteKey): WebFirewallStatement {
  const decoded = { transformations: [TextTransformation.URL_DECODE, TextTransformation.NORMALIZE_PATH] };
  const pattern = (prefix: string, parameter: string) => {
    const parts = segments.map((segment) => (segment.endsWith('+}') ? '/.*' : segment.startsWith('{') ? `/${parameter}` : `/${segment.replace(/\./g, '\\.')}`));
    return `^(${prefix})?${parts.join('')}/?$`;
  };
  const exact = WebFirewallStatement.regex(RequestPart.URI_PATH, pattern('/[^/]+', '[^/]+'), decoded);
  if (!segments.some((segment) => segment.startsWith('{') && !segment.endsWith('+}'))) {
    return exact;
  }
  return WebFirewallStatement.anyOf(exact, WebFirewallStatement.allOf(
    WebFirewallStatement.text(RequestPart.URI_PATH, TextPosition.CONTAINS, '%2f', { transformations: [TextTransformation.LOWERCASE] }),
    WebFirewallStatement.regex(RequestPart.URI_PATH, pattern('/.+', '.+'), decoded),
  ));
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
