import { type JsonObject, below, isObject } from './openapi-json';
import type { ImportRule } from './openapi-rules';

// Texts and lists: https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
const TOKEN = /[$#]\{Token\[/;

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
  if (typeof value === 'string' && (TOKEN.test(value) || /\$\{(AWS::|stageVariables)/.test(value))) {
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

/** Where a document holds CDK tokens, in whatever part: CDK looks for them in all that it renders, and may know none of that name. */
export function tokensIn(value: unknown, pointer = ''): string[] {
  if (typeof value === 'string') {
    return TOKEN.test(value) ? [pointer] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((entry, at) => tokensIn(entry, below(pointer, at)));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, entry]) => TOKEN.test(key) ? [below(pointer, key)] : tokensIn(entry, below(pointer, key)))
    : [];
}
