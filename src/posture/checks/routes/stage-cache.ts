import { asBoolean, readFrom } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

export const stageCache: Check = {
  id: 'stage-cache',
  title: 'Answers that a stage caches are encrypted',
  severity: 'error',
  layer: 'routes',
  why: 'The cache is the one place where API Gateway keeps answers: without encryption they lie there as they are.',
  fix: 'Set CacheDataEncrypted to true wherever CachingEnabled is.',
  owasp: ['API8:2023'],
  securityHub: ['APIGateway.5'],
  * judge(posture) {
    for (const { resource, properties, settings } of posture.derive(stagesOf)) {
      const cluster = asBoolean(readFrom(properties, 'CacheClusterEnabled'));
      if (cluster.kind === 'absent' || cluster.kind === 'known' && !cluster.value) {
        continue; // without a cluster nothing is cached
      }
      for (const { at, values } of settings) {
        const caching = asBoolean(readFrom(values, 'CachingEnabled'));
        const encrypted = asBoolean(readFrom(values, 'CacheDataEncrypted'));
        if (caching.kind === 'absent' || caching.kind === 'known' && !caching.value) {
          continue;
        }
        const unknown = [encrypted, cluster, caching].find((reading) => reading.kind === 'unknown');
        yield encrypted.kind === 'known' && encrypted.value ? pass(resource, at)
          : unknown?.kind === 'unknown' ? unsure(resource, `${at}.CacheDataEncrypted`, unknown.why)
            : fail(resource, `${at}.CacheDataEncrypted`, encrypted.kind === 'absent' ? 'answers are cached, and whether encrypted is left out, so that AWS takes false'
              : 'answers are cached without encryption');
      }
    }
  },
};
