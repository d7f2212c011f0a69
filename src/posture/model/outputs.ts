import type { Posture } from './posture';
import { referencesIn } from '../assembly/symbols';

/** The keys of the resources of which outputs tell: other apps may refer to these. */
export function toldInOutputs({ app }: Posture): ReadonlySet<string> {
  return new Set(app.outputs.flatMap(({ value }) => referencesIn(value).map(({ key }) => key)));
}
