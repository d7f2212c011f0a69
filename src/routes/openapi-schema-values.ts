import { type JsonObject, isObject } from './openapi-json';
import type { ImportRule } from './openapi-rules';

/** Whether CloudFormation would run these members as a function in place of keeping them. */
export function isIntrinsic(object: JsonObject): boolean {
  const keys = Object.keys(object);
  return keys.some((key) => key.startsWith('Fn::')) || (keys.length === 1 && keys[0] === 'Ref');
}

/** What keeps a value of a document from standing in a template as it is. */
export function unsafeText(value: unknown): { rule: ImportRule; message: string } | undefined {
  if (value === null) {
    return { rule: 'null-value', message: 'a CloudFormation template holds no null' };
  }
  if (typeof value === 'string' && /\$\{(AWS::|Token\[|stageVariables)/.test(value)) {
    return { rule: 'substitution', message: `API Gateway or CDK would put another text in its place: ${JSON.stringify(value).slice(0, 100)}` };
  }
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return { rule: 'number-precision', message: `a number this large does not survive JSON: ${value}` };
  }
  if (Array.isArray(value)) {
    return value.map(unsafeText).find((problem) => problem !== undefined);
  }
  if (isObject(value)) {
    return isIntrinsic(value)
      ? { rule: 'cloudformation-function', message: 'CloudFormation would take this object for a function of its own' }
      : Object.entries(value).flat().map(unsafeText).find((problem) => problem !== undefined);
  }
  return undefined;
}
