import type { App } from '../../../src/posture/assembly/app';
import type { JsonObject } from '../../../src/posture/assembly/json';
import { readMetadata } from '../../../src/posture/assembly/metadata';
import { resolveApp } from '../../../src/posture/assembly/resolve';
import { parseTemplate } from '../../../src/posture/assembly/template';
import type { Check } from '../../../src/posture/checks/check';
import { Posture } from '../../../src/posture/model/posture';

/** Resources as a template holds them, by logical id. */
export type Resources = Record<string, { Type: string; Properties?: Record<string, unknown>; [more: string]: unknown }>;

/** A template. */
export interface Held {
  readonly Resources: Resources;
  readonly [section: string]: unknown;
}

/** Where the stacks of an app are deployed. */
export interface Environment {
  readonly account?: string;
  readonly region?: string;
}

/** An app of stacks given as templates, by the name of the stack. */
export function appOf(templates: Record<string, Held>): App {
  const bodies = Object.entries(templates).map(([name, template]) => [name, parseTemplate(JSON.stringify(template), `${name}.template.json`).body]);
  return appOfBodies(Object.fromEntries(bodies) as Record<string, JsonObject>);
}

/** An app of stacks given as what was read of their templates. */
export function appOfBodies(bodies: Record<string, JsonObject>, environment: Environment = {}): App {
  return resolveApp(Object.entries(bodies).map(([name, body]) => ({
    name,
    stackName: name,
    template: { body, lines: new Map() },
    file: `${name}.template.json`,
    templateFile: `${name}.template.json`,
    ...environment,
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
