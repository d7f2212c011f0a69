import { isUnknown, readable } from '../../assembly/symbols';
import { ACCOUNT_BURST, ACCOUNT_RATE } from '../../model/limits';
import { asNumber, openIn, readFrom } from '../../model/reading';
import { type MethodSetting, settingFor } from '../../model/stage-settings';
import { type Stage, stagesOf } from '../../model/stages';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const stageThrottling: Check = {
  id: 'stage-throttling',
  title: 'A stage limits how many requests a second it takes',
  severity: 'error',
  layer: 'routes',
  why: 'Without a limit of its own one stage can use up what all APIs of the account have in the Region together: a loop in one client stops them all.',
  fix: 'Set ThrottlingRateLimit and ThrottlingBurstLimit for all methods (ResourcePath /*, HttpMethod *), at what the backend can take.',
  owasp: ['API4:2023'],
  * judge(posture) {
    for (const stage of posture.derive(stagesOf)) {
      yield* judgeStage(stage);
    }
  },
};

function* judgeStage(stage: Stage): Iterable<Judgement> {
  const { resource, settings, prefix, api } = stage;
  const all = settings.find(({ path, method }) => path === '*' && method === '*' && settings.length > 0);
  const open = settings.find(({ path }) => isUnknown(path));
  const uncovered = all ? [] : (api?.routes ?? []).filter((route) => settingFor(settings, route) === undefined);
  if (!all && open) {
    yield unsure(resource, open.at, openIn(open.path));
  } else if (!all && (uncovered.length > 0 || settings.length === 0)) {
    yield fail(resource, `${prefix}MethodSettings`, settings.length === 0
      ? `there are no limits: AWS takes those of the account (${ACCOUNT_RATE} requests a second), which all APIs share`
      : `there is no limit for ${uncovered.slice(0, 3).map(({ text }) => readable(text)).join(', ')}${uncovered.length > 3 ? ` and ${uncovered.length - 3} more` : ''}`);
  }
  for (const setting of settings.filter(({ path }) => !isUnknown(path))) {
    yield judgeSetting(stage, setting, setting === all);
  }
}

function judgeSetting({ resource }: Stage, { at, path, method, values }: MethodSetting, isForAll: boolean): Judgement {
  const limits = [
    { name: 'ThrottlingRateLimit', unit: 'requests a second', bound: ACCOUNT_RATE },
    { name: 'ThrottlingBurstLimit', unit: 'requests at one moment', bound: ACCOUNT_BURST },
  ].map((limit) => ({ ...limit, reading: asNumber(readFrom(values, limit.name)) }));
  const where = isForAll ? '' : ` for ${method} ${readable(path)}`;
  for (const { name, unit, bound, reading } of limits) {
    if (reading.kind === 'known' && (reading.value < 0 || reading.value >= bound)) {
      return fail(resource, `${at}.${name}`, reading.value < 0 ? `throttling is off${where}: ${name} is ${reading.value}`
        : `the limit${where} is ${reading.value} ${unit}, no less than the account has (${bound})`);
    }
  }
  const unknown = limits.find(({ reading }) => reading.kind === 'unknown');
  if (unknown?.reading.kind === 'unknown') {
    return unsure(resource, `${at}.${unknown.name}`, unknown.reading.why);
  }
  const [rate, burst] = limits.map(({ reading }) => reading);
  return rate!.kind === 'known' ? burst!.kind === 'known' ? pass(resource, at)
    : fail(resource, `${at}.ThrottlingBurstLimit`, `the burst limit${where} is left out, so that AWS takes that of the account (${ACCOUNT_BURST} requests at one moment)`, 'warning')
    : isForAll ? fail(resource, `${at}.ThrottlingRateLimit`, `the rate limit is left out, so that AWS takes that of the account (${ACCOUNT_RATE} requests a second)`)
      : unsure(resource, `${at}.ThrottlingRateLimit`, `which limit counts${where}, whose own settings name none`);
}
