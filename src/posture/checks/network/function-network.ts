import { apisOf } from '../../model/api';
import { functionsAt, privateBackends } from '../../model/backends';
import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const functionNetwork: Check = {
  id: 'function-network',
  title: 'The functions behind a private API are in a network, if one of them is',
  severity: 'warning',
  layer: 'network',
  why: 'A function outside of the network has the internet, and none of the groups, routes and logs that its neighbours have.',
  fix: 'Give the function the VpcConfig of the others.',
  owasp: ['API7:2023', 'API8:2023'],
  securityHub: ['Lambda.3'],
  * judge(posture) {
    // An authorizer may need the internet, for the keys of an issuer: only what serves routes is judged.
    const backends = new Set(posture.derive(privateBackends));
    const besideOthers = posture.derive(apisOf).flatMap(({ routes, authorizers }) => {
      const own = routes.flatMap(({ integration }) => functionsAt(posture, integration.uri));
      const all = [...own, ...authorizers.flatMap(({ uri }) => functionsAt(posture, uri))];
      return all.some((fn) => read(fn, 'VpcConfig.SubnetIds').kind === 'known') ? own.filter((fn) => backends.has(fn)) : [];
    });
    for (const fn of new Set(besideOthers)) {
      const config = read(fn, 'VpcConfig.SubnetIds');
      yield config.kind === 'unknown' ? unsure(fn, 'VpcConfig', config.why)
        : config.kind === 'known' ? pass(fn, 'VpcConfig') : fail(fn, 'VpcConfig', 'is left out: the function runs outside of the network that others of the API are in');
    }
  },
};
