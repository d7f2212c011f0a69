import type { Route } from 'cdk-private-api';
import type { ConsumerFact } from './facts';
import { paint, table, wrapped } from './text';

/** Whether a consumer's token opens a route: one of the route's scopes is enough. */
export function mayCall(consumer: Pick<ConsumerFact, 'scopes' | 'enabled'>, route: Pick<Route, 'scopes'>): boolean {
  return consumer.enabled && (route.scopes.length === 0 || route.scopes.some((scope) => consumer.scopes.includes(scope)));
}

/** Rows are routes, by scope; columns are consumers, marked where the consumer may call the route. */
export function accessLines(routes: readonly Route[], consumers: readonly ConsumerFact[]): string[] {
  const scopeOf = ({ scopes }: Route) => scopes.join(' or ') || 'open';
  const scopes = [...new Set(routes.map(scopeOf))];
  const row = (route: Route) => [
    `  ${paint('dim', route.method.padEnd(6))} ${route.path}`,
    route.requestModelName ?? paint('dim', '-'),
    route.apiKeyRequired ? 'yes' : paint('yellow', 'no'),
    ...consumers.map((consumer) => mark(mayCall(consumer, route), consumer.id)),
  ];
  const header = ['scope and route', 'body', 'key', ...consumers.map(({ id }) => id)].map((title) => paint('dim', title));
  return [
    ...table([header, ...scopes.flatMap((scope) => [[scope], ...routes.filter((route) => scopeOf(route) === scope).map(row)])]),
    '',
    ...exceptions(routes).flatMap((line) => wrapped(line, 96)),
  ];
}

/** In the middle below the consumer's name. */
function mark(may: boolean, id: string): string {
  return `${' '.repeat(Math.floor((id.length - 1) / 2))}${may ? paint('green', '●') : paint('dim', '·')}`;
}

/** The routes that ask for less than token and key, with the reason that the code gives. */
function exceptions(routes: readonly Route[]): string[] {
  return routes.flatMap(({ text, openReason, apiKeyRequired, noApiKeyReason }) => [
    ...(openReason === undefined ? [] : [`${text} asks for no token: ${openReason}`]),
    ...(apiKeyRequired ? [] : [`${text} asks for no API key: ${noApiKeyReason ?? 'no reason was given'}`]),
  ]);
}
