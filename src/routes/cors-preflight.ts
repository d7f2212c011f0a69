import type { ApiCorsOptions } from './cors';
import { RuleError, shown } from '../values/rule-error';

/** CORS rules, checked. */
export interface Cors {
  readonly origins: readonly string[];
  readonly headers: readonly string[];
  readonly maxAgeSeconds: number;
}

const ORIGIN = /^(?:https:\/\/([a-z0-9.-]{1,253})|http:\/\/localhost)(?::([1-9]\d{0,4}))?$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const HEADER = /^[A-Za-z0-9-]+$/;
const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** @throws RuleError CorsOrigin, CorsHeader, CorsMaxAge */
export function readCors(options: ApiCorsOptions): Cors {
  const origins = [...new Set(options.allowOrigins)];
  if (origins.length === 0) {
    throw new RuleError('CorsOrigin', 'CORS names at least one origin, received: []');
  }
  for (const origin of origins) {
    if (!isOrigin(origin)) {
      throw new RuleError('CorsOrigin',
        `CORS names each origin, as in https://console.example.com: TLS (or http://localhost), a host, perhaps a port of 1 to 65535, no path, no wildcard, received: ${shown(origin)}`);
    }
  }
  const headers = options.allowHeaders ?? ['authorization', 'content-type', 'x-api-key'];
  for (const header of headers) {
    if (!HEADER.test(header)) {
      throw new RuleError('CorsHeader', `CORS names each header, received: ${shown(header)}`);
    }
  }
  const maxAgeSeconds = options.maxAge?.toSeconds({ integral: false }) ?? 600;
  if (!Number.isInteger(maxAgeSeconds) || maxAgeSeconds < 0 || maxAgeSeconds > 86_400) {
    throw new RuleError('CorsMaxAge', `a browser remembers CORS rules for whole seconds, up to 86,400, received: ${maxAgeSeconds}`);
  }
  return { origins, headers, maxAgeSeconds };
}

function isOrigin(text: string): boolean {
  const [whole, host = 'localhost', port = '443'] = ORIGIN.exec(text) ?? [];
  return whole !== undefined && host.split('.').every((label) => LABEL.test(label)) && Number(port) <= 65_535;
}

/** The `OPTIONS` operation of a path: answered by API Gateway itself, without token and key. */
export function preflight(cors: Cors, methods: readonly string[]): Record<string, unknown> {
  const allowed = methods.includes('ANY') ? EVERY_METHOD : [...new Set([...methods, 'OPTIONS'])].sort();
  const headers: Record<string, string> = {
    'Access-Control-Allow-Origin': cors.origins[0] ?? '',
    'Access-Control-Allow-Methods': allowed.join(','),
    'Access-Control-Allow-Headers': cors.headers.join(','),
    'Access-Control-Max-Age': String(cors.maxAgeSeconds),
    'Vary': 'Origin',
  };
  return {
    'security': [],
    'responses': {
      204: {
        description: 'Preflight',
        headers: mapKeys(headers, (name) => name, () => ({ schema: { type: 'string' } })),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      responses: {
        default: {
          statusCode: '204',
          responseParameters: mapKeys(headers, (name) => `method.response.header.${name}`, (value) => `'${value}'`),
          ...cors.origins.length > 1 && { responseTemplates: { 'application/json': otherOrigins(cors.origins.slice(1)) } },
        },
      },
    },
  };
}

/** What gateway responses tell a browser. They know no logic, so that they can name an origin only where there is just one. */
export function corsHeaders(cors: Cors | undefined): Record<string, string> | undefined {
  const [origin, ...others] = cors?.origins ?? [];
  return origin === undefined || others.length > 0 ? undefined : {
    'gatewayresponse.header.Access-Control-Allow-Origin': `'${origin}'`,
    'gatewayresponse.header.Vary': "'Origin'",
  };
}

/** A header holds one origin: the first by default, the caller's own where it is another of the list. */
function otherOrigins(origins: readonly string[]): string {
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if($origin == "")#set($origin = $input.params().header.get("origin"))#end',
    `#if(${origins.map((origin) => `$origin == "${origin}"`).join(' || ')})`,
    '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
    '#end',
  ].join('\n');
}

function mapKeys<T>(source: Record<string, string>, key: (name: string) => string, value: (text: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(source).map(([name, text]) => [key(name), value(text)]));
}
