import type { Resource } from '../../assembly/app';
import { difference, intersection } from '../../model/address-set';
import { guardsOf, stagesBehind } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { asNumber, readFrom } from '../../model/reading';
import { type WafMatch, type WafRate, partsOf } from '../../model/waf-statement';
import type { WafRule, WebAcl } from '../../model/web-acl';
import { admitted, widestMatch } from '../../model/web-acl-verdict';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** More than 330 requests a second of one address, for five minutes: ten such callers are above what most backends can take. */
const MOST_IN_FIVE_MINUTES = 100_000;

export const webAclRateLimit: Check = {
  id: 'web-acl-rate-limit',
  title: 'A web ACL limits the rate of each caller',
  severity: 'error',
  layer: 'web-firewall',
  why: 'One caller in a loop, or one who guesses keys, takes what all others need. Usage plans are best effort, and count only callers with a key.',
  fix: 'Add a rate-based rule with the action Block over all requests, with a limit that your callers stay below (at most 100,000 in five minutes), and below what the stage lets through.',
  owasp: ['API4:2023', 'API6:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      yield judgeAcl(posture, acl);
    }
  },
};

function judgeAcl(posture: Posture, acl: WebAcl): Judgement {
  const rules = acl.flow.filter(({ match }) => match.kind === 'rate');
  const verdicts = rules.map((rule) => ({ rule, problem: problemOf(acl, rule) }));
  const [good, ...more] = verdicts.filter(({ problem }) => problem === undefined).map(({ rule }) => rule);
  if (good !== undefined) {
    return besideStage(posture, acl, [good, ...more]) ?? pass(acl.resource, good.property);
  }
  const doubtful = verdicts.find(({ problem }) => problem?.outcome === 'unknown') ?? verdicts[0];
  if (doubtful !== undefined) {
    return doubtful.problem!;
  }
  const open = acl.flow.find(({ match }) => match.kind === 'unknown');
  return open === undefined ? fail(acl.resource, 'Rules', 'the web ACL has no rate-based rule')
    : unsure(acl.resource, open.property, `whether a rate is limited by ${(open.match as WafMatch & { kind: 'unknown' }).why}`);
}

/** What one caller may have, beside what the stage has for all of them. A caller with a key has the limit of a usage plan before. */
function besideStage(posture: Posture, acl: WebAcl, rules: readonly WafRule[]): Judgement | undefined {
  const stages = stagesBehind(posture, acl).filter(({ api }) => api?.routes.some(({ apiKeyRequired }) => apiKeyRequired.kind !== 'known' || !apiKeyRequired.value));
  const most = Math.min(...stages.flatMap(({ settings }) => {
    const rate = asNumber(readFrom(settings.find(({ path, method }) => path === '*' && method === '*')?.values, 'ThrottlingRateLimit'));
    return rate.kind === 'known' && rate.value > 0 ? [rate.value] : [];
  }));
  const rates = rules.flatMap(({ match }) => (match.kind === 'rate' && match.limit.kind === 'known' ? [{ match, limit: match.limit.value, seconds: secondsOf(match) }] : []));
  const [lowest] = rates.sort((a, b) => a.limit / a.seconds - b.limit / b.seconds);
  return lowest === undefined || lowest.limit / lowest.seconds <= most ? undefined
    : fail(acl.resource, `${lowest.match.property}.Limit`, `one caller may send ${lowest.limit} requests in ${lowest.seconds} seconds, and the stage lets through ${most} a second of all callers together`, 'warning');
}

function secondsOf({ window }: WafRate): number {
  return window.kind === 'known' ? window.value : 300; // what WAF takes
}

function problemOf(acl: WebAcl, rule: WafRule): Judgement | undefined {
  const { match, action, actionProperty } = rule;
  if (match.kind !== 'rate') {
    return undefined;
  }
  const { resource, observed } = acl;
  const { limit, scope } = match;
  if (action === 'count') {
    return fail(resource, actionProperty, 'the only rate rule counts, and limits nothing', observed === undefined ? undefined : 'warning');
  }
  if (limit.kind !== 'known') {
    return unsure(resource, `${match.property}.Limit`, limit.kind === 'unknown' ? limit.why : 'the limit');
  }
  const seconds = secondsOf(match);
  if (limit.value * 300 / seconds > MOST_IN_FIVE_MINUTES) {
    return fail(resource, `${match.property}.Limit`, `the rate rule admits ${limit.value} requests in ${seconds} seconds of each caller`);
  }
  return problemOfKeys(resource, match) ?? (scope === undefined ? undefined : problemOfScope(acl, rule, match, scope));
}

function problemOfKeys(resource: Resource, { written, forwarded, property }: WafRate): Judgement | undefined {
  const place = `${property}.${forwarded === undefined ? 'CustomKeys' : 'ForwardedIPConfig'}`;
  if (written === undefined) {
    return unsure(resource, place, 'by what the rate rule counts');
  }
  const free = written.find(({ isBounded }) => !isBounded);
  return free !== undefined ? fail(resource, place, `the rate rule counts by ${free.words}, which a caller writes anew with each request`)
    : written.length > 0 ? fail(resource, place, `the only rate rule counts by ${written.map(({ words }) => words).join(' and ')}: who tries others has no limit`, 'warning') : undefined;
}

/** A rate that looks at some requests only: at those that it leaves out, nothing is counted. */
function problemOfScope(acl: WebAcl, rule: WafRule, match: WafRate, scope: WafMatch): Judgement | undefined {
  const place = `${match.property}.ScopeDownStatement`;
  const [looksAt, callers] = [widestMatch({ ...rule, match: scope }), admitted(acl, 'possible')];
  const left = ([4, 6] as const).filter((version) => {
    const own = callers.filter((range) => range.version === version);
    return own.length > 0 && intersection(own, looksAt).length === 0;
  });
  if (left.length > 0) {
    const isAll = callers.every(({ version }) => left.includes(version));
    return fail(acl.resource, place, `the rate rule leaves out everybody whom the web ACL admits${isAll ? '' : ` by an IPv${left.join()} address`}`);
  }
  const parts = [...partsOf(scope)].filter(({ negated }) => !negated).map((part) => part.match.kind);
  const narrow = parts.some((kind) => kind === 'content' || kind === 'place' || kind === 'label')
    || parts.includes('addresses') && difference(admitted(acl, 'plain'), looksAt).length > 0;
  return narrow ? fail(acl.resource, place, 'the only rate rule counts requests of one kind: all others have no limit', 'warning')
    : scope.kind === 'unknown' ? unsure(acl.resource, place, scope.why) : undefined;
}
