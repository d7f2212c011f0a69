import { CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ErrorId } from '../values/error-ids';

/**
 * The size of a template that CloudFormation takes from S3: 1 MB, read as the smaller of the two ways to count it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const TEMPLATE_BYTES = 1_000_000;

/** Below this a body cannot be what makes a template too large, and the rest of the template is not measured. */
const BODY_OF_INTEREST = 250_000;

const MODEL_BYTES = 400 * 1024;

/** Resources (path segments) that API Gateway admits an API by default. */
export const RESOURCE_QUOTA = 300;

/** A rule that a whole API breaks. */
export interface Breach {
  readonly id: ErrorId;
  readonly message: string;
}

/** The limits that a body, its models and the template around it break. */
export function sizeBreaches(stack: Stack, body: unknown, schemas: unknown): Breach[] {
  const models = bytes(schemas);
  const minified = bytes(body);
  return [
    ...models > MODEL_BYTES ? [{
      id: 'RequestModelSize' as const,
      message: `the models of an API hold at most ${count(MODEL_BYTES)} bytes: leave out what a gateway need not check, received: ${count(models)}`,
    }] : [],
    ...minified > TEMPLATE_BYTES ? [{
      id: 'ApiBodyTooLarge' as const,
      message: `an OpenAPI body fits into a template of ${count(TEMPLATE_BYTES)} bytes: name shared models once (RequestModel, `
        + `components.schemas), or make two APIs of it, received: ${count(minified)} bytes, minified`,
    }] : minified > BODY_OF_INTEREST ? templateBreaches(stack) : [],
  ];
}

function templateBreaches(stack: Stack): Breach[] {
  const minify = isMinified(stack);
  const size = templateBytes(stack, minify);
  return size <= TEMPLATE_BYTES ? [] : [{
    id: 'TemplateTooLarge',
    message: `a template holds at most ${count(TEMPLATE_BYTES)} bytes: ${minify ? '' : 'set suppressTemplateIndentation on the stack, '}`
      + `share models, or move resources and routes into further stacks and APIs, received: ${count(size)} bytes in ${stack.stackName}`,
  }];
}

/** The stack does not tell how it will be written; its private field and the context key do. */
function isMinified(stack: Stack): boolean {
  return Reflect.get(stack, '_suppressTemplateIndentation') === true
    || stack.node.tryGetContext('@aws-cdk/core:suppressTemplateIndentation') === true;
}

function templateBytes(stack: Stack, minify: boolean): number {
  return elementsOf(stack)
    .map((element) => bytes(stack.resolve(element._toCloudFormation()), minify ? undefined : 1))
    .reduce((sum, size) => sum + size, 0);
}

function elementsOf(stack: Stack): CfnElement[] {
  return stack.node.findAll().filter((node: IConstruct): node is CfnElement => CfnElement.isCfnElement(node) && Stack.of(node) === stack);
}

function bytes(value: unknown, indent?: number): number {
  return Buffer.byteLength(JSON.stringify(value, undefined, indent) ?? '');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
