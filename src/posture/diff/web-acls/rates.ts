import { type Json, member } from '../../assembly/json';
import { writtenKeysOf } from '../../model/rate-keys';
import { asNumber, readFrom } from '../../model/reading';
import { means } from '../canonical';

/** One way in which a rate rule moved; stricter where it acts sooner. */
export interface RateMovement {
  readonly property: string;
  readonly was: unknown;
  readonly is: unknown;
  /** Undefined where it is not known. */
  readonly isStricter: boolean | undefined;
  /** What the rule does now, as in `now takes 100 requests`. */
  readonly words: string;
}

/** What a rate rule counts by is compared as what it means, where that is known. */
export const KEYS = ['AggregateKeyType', 'CustomKeys', 'ForwardedIPConfig'];

/** How many requests a rate rule takes before it acts, and by what it counts them. */
export function compareRates(before: Json | undefined, after: Json | undefined): RateMovement[] {
  return [...compareLimits(before, after), ...compareKeys(before, after)];
}

function compareLimits(before: Json | undefined, after: Json | undefined): RateMovement[] {
  const [old, young] = [valuesOf(before), valuesOf(after)];
  if (old === undefined || young === undefined) {
    return means(member(before, 'Limit'), member(after, 'Limit')) && means(member(before, 'EvaluationWindowSec'), member(after, 'EvaluationWindowSec')) ? []
      : [{ property: 'Limit', was: member(before, 'Limit'), is: member(after, 'Limit'), isStricter: undefined, words: 'now takes a number of requests that is not known' }];
  }
  const [rate, other] = [young.limit / young.window, old.limit / old.window];
  const words = ({ limit, window }: Values) => `${limit} requests${old.window === young.window ? '' : ` in ${window} seconds`}`;
  return old.limit === young.limit && old.window === young.window ? [] : [{
    property: old.limit === young.limit ? 'EvaluationWindowSec' : 'Limit',
    was: old.limit === young.limit ? old.window : old.limit,
    is: old.limit === young.limit ? young.window : young.limit,
    isStricter: rate === other ? undefined : rate < other,
    words: `now takes ${words(young)} before it acts; before, ${words(old)}`,
  }];
}

interface Values {
  readonly limit: number;
  readonly window: number;
}

function valuesOf(rate: Json | undefined): Values | undefined {
  const [limit, window] = [asNumber(readFrom(rate, 'Limit')), asNumber(readFrom(rate, 'EvaluationWindowSec'))];
  // What WAF takes where none is given: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
  return limit.kind !== 'known' || window.kind === 'unknown' ? undefined : { limit: limit.value, window: window.kind === 'known' ? window.value : 300 };
}

/** A caller whose count begins anew with another header has no limit. */
function compareKeys(before: Json | undefined, after: Json | undefined): RateMovement[] {
  if (KEYS.every((name) => means(member(before, name), member(after, name)))) {
    return [];
  }
  const [from, to] = [before, after].map((rate) => writtenKeysOf(rate)?.map(({ words }) => words));
  const isSure = from !== undefined && to !== undefined;
  const [lost, won] = isSure ? [from.filter((key) => !to.includes(key)), to.filter((key) => !from.includes(key))] : [[], []];
  const written = (rate: Json | undefined) => KEYS.map((name) => member(rate, name)).filter((value) => value !== undefined);
  const kind = (rate: Json | undefined) => String(member(rate, 'AggregateKeyType') ?? 'nothing');
  return [{
    property: 'AggregateKeyType',
    was: written(before),
    is: written(after),
    isStricter: won.length > 0 === lost.length > 0 ? undefined : lost.length > 0,
    words: won.length > 0 && lost.length === 0 ? `now counts by ${won.join(' and ')}, which callers write as they like`
      : lost.length > 0 && won.length === 0 ? `no longer counts by ${lost.join(' and ')}, which callers write as they like`
        : `now counts by ${kind(after)}${to?.length ? ` (${to.join(', ')})` : ''}; before, by ${kind(before)}${from?.length ? ` (${from.join(', ')})` : ''}`,
  }];
}
