import { createHash } from 'node:crypto';
import type { Resource } from '../assembly/app';

/** The 8 hexadecimal digits that CDK puts behind a logical id. */
const TAIL = /(?<=.)[0-9A-F]{8}$/;

/**
 * What stays the same from one synth to the next, whatever else changes: of check, construct path and property. A template without construct
 * paths is known by its logical ids without CDK's hash.
 */
export function fingerprint(check: string, resource: Resource, property: string | undefined): string {
  const path = resource.constructPath
    ?? `${resource.stack}/${resource.logicalId}`.split('/').map((part) => part.replace(TAIL, '')).join('/');
  return createHash('sha256').update([check, path, property ?? ''].join('\n')).digest('hex').slice(0, 32);
}
