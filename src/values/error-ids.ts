/**
 * Every error and warning this library raises, by its stable id: the one list that docs/errors.md is generated from.
 * An id never changes its meaning; a text may.
 */
export const ERROR_IDS = {
  // addresses
  CidrMalformed: 'an address range is written ADDRESS/PREFIX, as in 10.20.0.0/16 or fd00:20::/48',
  CidrHostBits: 'an address range names its network address, with no bits set behind the prefix',
  CidrWholeInternet: 'an address range is narrower than the whole internet, alone and together with its neighbours',

  // routes
  RouteMalformed: 'a route is written METHOD /path, as in GET /payments/{id}',
  ScopeMalformed: 'a scope is written RESOURCE-SERVER/NAME, as in payments/read',

  // encryption
  KeyPolicyNotOurs: 'the policy of an existing key is not changed: it must already admit the services that use it (warning)',
  KeyPendingWindow: 'a deleted key waits 7 to 30 days',
} as const;

/** The stable id of an error or a warning. */
export type ErrorId = keyof typeof ERROR_IDS;
