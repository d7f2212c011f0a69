import { type Json } from '../../assembly/json';
import { hasUnknown, readable, unknownsIn } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const integrationTarget: Check = {
  id: 'integration-target',
  title: 'No caller chooses which host, bucket or action a route leads to',
  severity: 'error',
  layer: 'routes',
  why: 'Whoever chooses the target makes API Gateway call hosts on his behalf, with its role and from its network: an open proxy.',
  fix: 'Write the host (the bucket, the action) into the URI. Map parts of the request only into its path, and no request header into Host.',
  owasp: ['API7:2023'],
  * judge(posture) {
    for (const { routes } of posture.derive(apisOf)) {
      for (const route of routes.filter(({ integration }) => integration.uri !== undefined)) {
        yield judgeRoute(route);
      }
    }
  },
};

function judgeRoute({ resource, text, integration: { uri, requestParameters, property } }: Route): Judgement {
  const at = `${property}.${property === 'Integration' ? 'Uri' : 'uri'}`;
  const target = typeof uri === 'string' ? targetOf(uri) : undefined;
  const host = Object.entries(requestParameters).find(([name]) => name.toLowerCase() === 'integration.request.header.host')?.[1];
  if (host !== undefined && isCallers(host)) {
    return fail(resource, `${property}.${property === 'Integration' ? 'RequestParameters' : 'requestParameters'}`, `${readable(text)} takes its Host header from ${readable(host)}: the caller chooses it`);
  }
  if (target === undefined) {
    return hasUnknown(uri) && !/^(https?:\/\/|arn:)/.test(String(uri)) ? unsure(resource, at, unknownsIn(uri).join(', ')) : pass(resource, at);
  }
  const placeholders = [...target.matchAll(/(?<!\$)\{([^}]*)\}/g)].map(([, name]) => name!.replace(/\+$/, ''));
  // A placeholder without a mapping is filled by the parameter of the same name, where there is one.
  const chosen = placeholders.find((name) => isCallers(requestParameters[`integration.request.path.${name}`] ?? 'method.request.path'));
  if (chosen !== undefined) {
    return fail(resource, at, `${readable(text)} leads to ${readable(uri)}: the caller chooses {${chosen}}`);
  }
  const variable = /\$\{?stageVariables\.(\w+)/.exec(target)?.[1];
  return variable === undefined ? hasUnknown(target) ? unsure(resource, at, unknownsIn(target).join(', ')) : pass(resource, at)
    : fail(resource, at, `${readable(text)} leads to whatever host the stage variable ${variable} names`, 'warning');
}

/** The part of a URI that decides who is called: the host, or bucket and action of an AWS service. */
function targetOf(uri: string): string | undefined {
  return /^https?:\/\/([^/?#]*)/i.exec(uri)?.[1]
    // Functions are chosen with stage variables, and each needs a permission of its own.
    ?? (/:lambda:path\//.test(uri) ? undefined : /^arn:.*?:apigateway:[^:]*:([^:]*:(?:path|action)\/[^/?]*)/.exec(uri)?.[1])
    ?? (/^(?:\{|\$\{?stageVariables)/.test(uri) ? uri : undefined);
}

function isCallers(source: Json): boolean {
  return typeof source === 'string' && source.startsWith('method.request.');
}
