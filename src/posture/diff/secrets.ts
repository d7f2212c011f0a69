import type { Change } from './change';
import { changeAt, nameOf } from './words';
import type { Posture } from '../model/posture';
import { type SecretPlace, secretPlaces } from '../model/secret-places';

/** Secrets that came to stand where everybody reads them, or no longer do. */
export function compareSecrets(base: Posture, head: Posture): Change[] {
  const [before, after] = [exposedIn(base), exposedIn(head)];
  return [
    ...[...after].filter(([spot]) => !before.has(spot)).map(([, place]) => said(place, true)),
    ...[...before].filter(([spot]) => !after.has(spot)).map(([, place]) => said(place, false)),
  ];
}

/** The places that are not made for secrets, by what they are. */
function exposedIn(posture: Posture): ReadonlyMap<string, SecretPlace> {
  return new Map(posture.derive(secretPlaces).filter(({ isKept }) => !isKept)
    .map((place) => [`${place.resource.key} ${place.property ?? ''} ${place.output ?? ''} ${place.secret}`, place]));
}

function said({ resource, property, output, secret, isWhole }: SecretPlace, came: boolean): Change {
  const message = output === undefined ? `${property} of ${nameOf(resource)} ${came ? 'now holds' : 'no longer holds'} ${secret}`
    : `${secret} is ${came ? 'now' : 'no longer'} the output ${output} of the stack`;
  return changeAt(resource, 'encryption', came ? isWhole ? 'weaker' : 'unknown' : 'stronger', property ?? null, came ? null : secret, came ? secret : null, message);
}
