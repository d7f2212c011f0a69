import { member } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import { isForAll, methodSettings } from '../../model/audit-logs';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type Stage, stagesOf } from '../../model/stages';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const stageExecutionLog: Check = {
  id: 'stage-execution-log',
  title: 'Every method of a stage writes an execution log, of errors at least',
  severity: 'warning',
  layer: 'audit',
  why: 'The access log says that a request failed; why an authorizer, a mapping or a backend failed it stands in the execution log alone.',
  fix: 'Set LoggingLevel to ERROR or INFO in MethodSettings for HttpMethod * and ResourcePath /*.',
  owasp: ['API8:2023'],
  securityHub: ['APIGateway.1'],
  * judge(posture: Posture) {
    for (const stage of posture.derive(stagesOf)) {
      yield* judgeStage(stage);
    }
  },
};

function* judgeStage(stage: Stage): Iterable<Judgement> {
  const { resource, prefix, properties } = stage;
  const list = `${prefix}MethodSettings`;
  if (isUnknown(member(properties, 'MethodSettings')) || isUnknown(member(properties, '*'))) {
    yield unsure(resource, list, openIn(member(properties, 'MethodSettings') ?? member(properties, '*')));
    return;
  }
  const all = methodSettings(stage);
  if (!all.some(({ settings }) => isForAll(settings) && member(settings, 'LoggingLevel') !== undefined) && !all.some(({ settings }) => isUnknown(settings))) {
    yield fail(resource, list, 'LoggingLevel is left out for /* and *, so that API Gateway takes OFF');
  }
  for (const { settings, property } of all) {
    const level = isUnknown(settings) ? settings : member(settings, 'LoggingLevel');
    if (level !== undefined) {
      yield isUnknown(level) ? unsure(resource, `${property}.LoggingLevel`, openIn(level))
        : ['ERROR', 'INFO'].includes(String(level)) ? pass(resource, `${property}.LoggingLevel`)
          : fail(resource, `${property}.LoggingLevel`, `the level of the execution log is ${readable(level)}`);
    }
  }
}
