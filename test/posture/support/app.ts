import type { App } from '../../../src/posture/assembly/app';
import { readMetadata } from '../../../src/posture/assembly/metadata';
import { resolveApp } from '../../../src/posture/assembly/resolve';
import { parseTemplate } from '../../../src/posture/assembly/template';
import type { Check } from '../../../src/posture/checks/check';
import { Posture } from '../../../src/posture/model/posture';

/** Resources as a template holds them, by logical id. */
export type Resources = Record<string, { Type: string; Properties?: Record<string, unknown>; [more: string]: unknown }>;

/** An app of stacks given as templates, by the name of the stack. */
export function appOf(templates: Record<string, { Resources: Resources; [section: string]: unknown }>): App {
  return resolveApp(Object.entries(templates).map(([name, template]) => ({
    name,
    stackName: name,
    template: parseTemplate(JSON.stringify(template), `${name}.template.json`),
    file: `${name}.template.json`,
    templateFile: `${name}.template.json`,
    metadata: readMetadata({}),
    assets: new Map<string, string>(),
  })));
}

/** An app of one stack. */
export function postureOf(Resources: Resources, sections: Record<string, unknown> = {}): Posture {
  return new Posture(appOf({ Test: { ...sections, Resources } }));
}

/** What a check says, one line a place: `fail Api EndpointConfiguration.Types`. */
export function judge(check: Check, posture: Posture | Resources): string[] {
  const judgements = [...check.judge(posture instanceof Posture ? posture : postureOf(posture))];
  return judgements.map(({ outcome, resource, property }) => [outcome, resource.logicalId, property].filter((part) => part !== undefined).join(' '));
}

/** Only what a check finds: no pass. */
export function found(check: Check, posture: Posture | Resources): string[] {
  return judge(check, posture).filter((line) => !line.startsWith('pass'));
}

/** The messages of what a check finds. */
export function messages(check: Check, posture: Posture | Resources): string[] {
  return [...check.judge(posture instanceof Posture ? posture : postureOf(posture))].flatMap((judgement) => (judgement.outcome === 'pass' ? [] : [judgement.message]));
}
