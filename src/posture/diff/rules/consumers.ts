import type { Resource } from '../../assembly/app';
import { type Json, listOf, member, objectOf, table } from '../../assembly/json';
import { means } from '../canonical';
import type { Direction } from '../change';
import { shown, valueAt } from '../compare';
import { IGNORED, MORE_IS_WEAKER, type Movement, type TypeRule, lessIsStronger, off, own } from '../rule';
import { SECRET } from '../written-out';

const DAYS = table<number>({ DAY: 1, WEEK: 7, MONTH: 30 });

/** How many requests a day a plan lets through in the long run. */
function compareQuota(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const daily = (quota: Json | undefined) => (quota === undefined ? Infinity : Number(member(quota, 'Limit')) / (DAYS[String(member(quota, 'Period'))] ?? NaN));
  const words = (quota: Json | undefined) => (quota === undefined ? 'any number of requests'
    : member(quota, 'Limit') === undefined ? `a number of requests that is not known (${shown(quota)})` : `${shown(member(quota, 'Limit'))} requests a ${shown(member(quota, 'Period')).toLowerCase()}`);
  const [old, young] = [daily(from), daily(to)];
  if (words(from) === words(to) && !means(from, to)) {
    // What is taken off the first period: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-usageplan-quotasettings.html
    const [was, is] = [from, to].map((quota) => Number(member(quota, 'Offset') ?? 0)) as [number, number];
    return [{
      direction: Number.isNaN(was) || Number.isNaN(is) || was === is ? 'unknown' : is > was ? 'stronger' : 'weaker',
      property: `${property}.Offset`,
      before: was,
      after: is,
      message: `its keys may now make ${is} requests less in the first period; before, ${was} less`,
    }];
  }
  return means(from, to) ? [] : [{
    direction: Number.isNaN(old) || Number.isNaN(young) || old === young ? 'unknown' : young > old ? 'weaker' : 'stronger',
    property,
    before: from ?? null,
    after: to ?? null,
    message: `its keys may now make ${words(to)}; before, ${words(from)}`,
  }];
}

/** Limits of single methods; one without has the limit of its plan. */
function compareLimits(from: Json | undefined, to: Json | undefined, before: Resource, after: Resource): Direction {
  const limit = (limits: Json | undefined, plan: Resource, method: string, name: string) =>
    Number(member(member(limits, method), name) ?? member(plan.properties.Throttle, name) ?? Infinity);
  const moves = [...new Set([...Object.keys(objectOf(from)), ...Object.keys(objectOf(to))])].flatMap((method) => ['RateLimit', 'BurstLimit'].map((name) => {
    const [was, is] = [limit(from, before, method, name), limit(to, after, method, name)];
    return Number.isNaN(was) || Number.isNaN(is) ? NaN : Math.sign(is - was || 0);
  }));
  return moves.includes(1) ? 'weaker' : moves.some(Number.isNaN) || !moves.includes(-1) ? 'unknown' : 'stronger';
}

/** The stages of a plan: one more is open to its keys. Limits of single methods go with them. */
function compareStages(before: Resource, after: Resource, property: string): Movement[] {
  const of = (plan: Resource) => new Map(listOf(valueAt(plan, property)).map((stage) => [
    `${String(member(stage, 'ApiId'))} ${String(member(stage, 'Stage'))}`, member(stage, 'Throttle'),
  ]));
  const [from, to] = [of(before), of(after)];
  const all = [...new Set([...from.keys(), ...to.keys()])];
  const values = { property, before: valueAt(before, property) ?? null, after: valueAt(after, property) ?? null };
  return all.flatMap((stage): Movement[] => (
    !to.has(stage) ? [{ direction: 'weaker', ...values, message: `it no longer limits the calls of the stage ${shown(stage)}` }]
      : !from.has(stage) ? [{ direction: 'weaker', ...values, message: `its keys now also open the stage ${shown(stage)}` }]
        : means(from.get(stage), to.get(stage)) ? []
          : [{ direction: compareLimits(from.get(stage), to.get(stage), before, after), ...values, message: `its limits of single methods are now ${shown(to.get(stage))}; before, ${shown(from.get(stage))}` }]));
}

export const CONSUMERS_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::ApiGateway::ApiKey': {
    layer: 'consumers',
    noun: 'API key',
    role: 'opens',
    properties: { Enabled: off(), Value: SECRET, Name: IGNORED, StageKeys: MORE_IS_WEAKER, GenerateDistinctId: IGNORED, CustomerId: IGNORED },
  },
  'AWS::ApiGateway::UsagePlan': {
    layer: 'consumers',
    noun: 'usage plan',
    role: 'protects',
    properties: {
      'Throttle.RateLimit': lessIsStronger(), 'Throttle.BurstLimit': lessIsStronger(), 'Quota': own(compareQuota), 'ApiStages': own(compareStages), 'UsagePlanName': IGNORED,
    },
  },
  'AWS::ApiGateway::UsagePlanKey': { layer: 'consumers', noun: 'key of a usage plan', role: 'opens', properties: {} },
};
