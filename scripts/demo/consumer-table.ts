import type { ConsumerFact } from './facts';
import { paint, table } from './text';

/** Who has access: from where, through what, how much and until when. */
export function consumerLines(consumers: readonly ConsumerFact[]): string[] {
  const header = ['consumer', 'from', 'through', 'limits', 'until'].map((title) => paint('dim', title));
  return table([header, ...consumers.map((consumer) => [
    [consumer.id, paint('dim', consumer.owner)],
    consumer.addresses.length > 0 ? consumer.addresses : 'no addresses',
    consumer.vpcEndpoints.length > 0 ? consumer.vpcEndpoints : 'the API\'s own endpoint',
    limits(consumer),
    consumer.enabled ? consumer.expires ?? 'no end' : 'switched off',
  ])]);
}

function limits({ throttle, quota }: ConsumerFact): string[] {
  return [
    `${number(throttle.rateLimit)}/s, burst ${number(throttle.burstLimit)}`,
    quota ? `${number(quota.limit)} a ${quota.period.toLowerCase()}` : 'no quota',
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
