import type { RouteEntry } from './route-table';

/**
 * What was loosened and why, by route, for the `Metadata` of the API's resource: the body itself holds only what API Gateway's
 * import knows, and a new wording makes no new deployment.
 */
export function routeReasons(entries: readonly RouteEntry[]): Record<string, unknown> | undefined {
  const reasons = entries.flatMap(({ route, plainHttpReason }) => {
    const said = {
      ...route.openReason !== undefined && { open: route.openReason },
      ...route.noApiKeyReason !== undefined && { noApiKey: route.noApiKeyReason },
      ...plainHttpReason !== undefined && { plainHttp: plainHttpReason },
    };
    return Object.keys(said).length > 0 ? [[route.text, said] as const] : [];
  });
  return reasons.length > 0 ? { reasons: Object.fromEntries(reasons) } : undefined;
}
