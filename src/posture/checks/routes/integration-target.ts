import { type Json, member, objectOf } from '../../assembly/json';
import { free, hasUnknown, readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { operationOf } from '../../model/meant-private';
import { openIn } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** How the services of AWS are told what to do. */
const ACTION = /^integration\.request\.(header\.x-amz-target|querystring\.action)$/i;

export const integrationTarget: Check = {
  id: 'integration-target',
  title: 'No caller chooses which host, bucket or action a route leads to',
  severity: 'error',
  layer: 'routes',
  why: 'Whoever chooses the target makes API Gateway call hosts on their behalf, with its role and from its network: an open proxy.',
  fix: 'Write the host (the bucket, the action) into the URI. Map parts of the request only into its path, and no request header into Host.',
  owasp: ['API7:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      for (const route of api.routes.filter(({ integration }) => integration.uri !== undefined)) {
        yield judgeRoute(route, templatesOf(api, route));
      }
    }
  },
};

function judgeRoute({ resource, text, integration: { uri, requestParameters, property } }: Route, templates: readonly string[]): Judgement {
  const at = `${property}.${property === 'Integration' ? 'Uri' : 'uri'}`;
  const target = typeof uri === 'string' ? targetOf(uri) : undefined;
  const host = Object.entries(requestParameters).find(([name]) => name.toLowerCase() === 'integration.request.header.host')?.[1];
  if (host !== undefined && isCallers(host)) {
    return fail(resource, `${property}.${property === 'Integration' ? 'RequestParameters' : 'requestParameters'}`, `${readable(text)} takes its Host header from ${readable(host)}: the caller chooses it`);
  }
  const action = isService(uri) ? Object.entries(requestParameters).find(([name, source]) => ACTION.test(name) && isCallers(source))?.[1] : undefined;
  if (action !== undefined) {
    return fail(resource, `${property}.${property === 'Integration' ? 'RequestParameters' : 'requestParameters'}`, `${readable(text)} takes the action of ${readable(uri)} from ${readable(action)}: the caller chooses it`);
  }
  const replaced = templates.flatMap((template) => overridesIn(template)).find(({ part, name }) => (part === 'header'
    ? name.toLowerCase() === 'host' || isService(uri) && name.toLowerCase() === 'x-amz-target' : target?.includes(`{${name}}`) === true));
  if (replaced !== undefined) {
    const where = `${property}.${property === 'Integration' ? 'RequestTemplates' : 'requestTemplates'}`;
    return replaced.source.includes('$input') ? fail(resource, where, `${readable(text)} replaces the ${spelled(replaced)} with ${readable(replaced.source)}: the caller chooses it`)
      : unsure(resource, where, `with what a template of ${readable(text)} replaces the ${spelled(replaced)}`);
  }
  if (target === undefined) {
    return hasUnknown(uri) && !/^(https?:\/\/|arn:)/.test(String(uri)) ? unsure(resource, at, openIn(uri)) : pass(resource, at);
  }
  const placeholders = [...target.matchAll(/(?<!\$)\{([^{}]*)\}/g)].map(([, name]) => name!.replace(/\+$/, ''));
  // A placeholder without a mapping is filled by the parameter of the same name, where there is one.
  const chosen = placeholders.find((name) => isCallers(requestParameters[`integration.request.path.${name}`] ?? 'method.request.path'));
  if (chosen !== undefined) {
    return fail(resource, at, `${readable(text)} leads to ${readable(uri)}: the caller chooses {${chosen}}`);
  }
  const variable = /\$\{?stageVariables\.(\w+)/.exec(target)?.[1];
  return variable === undefined ? hasUnknown(target) ? unsure(resource, at, openIn(target)) : pass(resource, at)
    : fail(resource, at, `${readable(text)} leads to whatever host the stage variable ${variable} names`, 'warning');
}

/** The mapping templates of a route's requests. */
function templatesOf(api: Api, route: Route): string[] {
  const integration = route.at.length === 0 ? route.resource.properties.Integration : member(operationOf(api, route), 'x-amazon-apigateway-integration');
  return Object.values(objectOf(member(integration, route.at.length === 0 ? 'RequestTemplates' : 'requestTemplates'))).map(String);
}

interface Override {
  readonly part: string;
  readonly name: string;
  readonly source: string;
}

/**
 * What a template replaces in the request, with anything but a text that stands there.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
function overridesIn(template: string): Override[] {
  return [...template.matchAll(/requestOverride\.(header|path)(?:\.([\w-]+)|\[['"]([\w-]+)['"]\])\s*=\s*([^\n]*)/gi)]
    .map(([, part = '', name, quoted, source = '']) => ({ part: part.toLowerCase(), name: name ?? quoted ?? '', source: source.trim() }))
    .filter(({ source }) => source.includes('$'));
}

function spelled({ part, name }: Override): string {
  return part === 'header' ? `header ${name}` : `part {${name}} of its target`;
}

/** Whether a URI calls a service of AWS with a role of the API: which of its actions, a header or a parameter may say. */
function isService(uri: Json | undefined): boolean {
  return typeof uri === 'string' && /^arn:.*?:apigateway:/.test(uri) && !/:lambda:path\//.test(uri);
}

const HOST = new RegExp(`^https?://(${free('/?#')})`, 'i');
const SERVICE = new RegExp(`^arn:.*?:apigateway:${free(':')}:(${free(':')}:(?:path|action)/${free('/?')})`);

/** The part of a URI that decides who is called: the host, or bucket and action of an AWS service. */
function targetOf(uri: string): string | undefined {
  return HOST.exec(uri)?.[1]
    // Functions are chosen with stage variables, and each needs a permission of its own.
    ?? (/:lambda:path\//.test(uri) ? undefined : SERVICE.exec(uri)?.[1])
    ?? (/^(?:\{|\$\{?stageVariables)/.test(uri) ? uri : undefined);
}

function isCallers(source: Json): boolean {
  return typeof source === 'string' && source.startsWith('method.request.');
}
