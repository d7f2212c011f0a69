import { CfnResource, type Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { isObject } from './openapi-json';

/** A handler that refers to its API, and the logical ids on the way there. */
export interface HandlerCycle {
  readonly handler: lambda.IFunction;
  readonly path: string[];
}

/**
 * The circles that CloudFormation would refuse: the body of the API refers to its handlers, and a handler, over however many
 * resources of the stack, to the API. Only the resources that handlers need are looked at, each once.
 */
export function handlerCycles(stack: Stack, handlers: readonly lambda.IFunction[], api: CfnResource): HandlerCycle[] {
  const starts = handlers.map((handler) => ({ handler, ids: referencesIn(stack.resolve(handler.functionArn)) })).filter(({ ids }) => ids.length > 0);
  if (starts.length === 0) {
    return [];
  }
  const target = stack.resolve(api.logicalId) as string;
  const resources = resourcesById(stack);
  const needs = new Map<string, string[]>();
  const needsOfId = (id: string): string[] => {
    const resource = resources.get(id);
    const found = needs.get(id) ?? (resource ? needsOf(stack, resource) : []);
    needs.set(id, found);
    return found;
  };
  return starts.flatMap(({ handler, ids }) => {
    const path = pathTo(target, ids, needsOfId);
    return path === undefined ? [] : [{ handler, path }];
  });
}

/** The shortest way to an id. */
function pathTo(target: string, starts: readonly string[], needs: (id: string) => string[]): string[] | undefined {
  const paths = starts.map((id) => [id]);
  const seen = new Set<string>();
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const last = path.at(-1) ?? '';
    if (last === target) {
      return path;
    }
    if (!seen.has(last)) {
      const soFar = path;
      seen.add(last);
      paths.push(...needs(last).map((id) => [...soFar, id]));
    }
  }
  return undefined;
}

function resourcesById(stack: Stack): Map<string, CfnResource> {
  return new Map(stack.node.findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct) && construct.stack === stack)
    .map((resource) => [stack.resolve(resource.logicalId) as string, resource]));
}

/** What must be there before a resource: whatever its properties refer to, and what it depends on. */
function needsOf(stack: Stack, resource: CfnResource): string[] {
  const { Resources: rendered } = stack.resolve(resource._toCloudFormation()) as { Resources?: Record<string, Record<string, unknown>> };
  return Object.values(rendered ?? {}).flatMap((one) => [
    ...referencesIn(one.Properties),
    ...[one.DependsOn].flat().filter((id): id is string => typeof id === 'string'),
  ]);
}

/** The logical ids that a part of a template refers to. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(referencesIn);
  }
  return isObject(value) ? Object.entries(value).flatMap(([key, argument]) => [...own(key, argument), ...referencesIn(argument)]) : [];
}

/** What a function of CloudFormation refers to by itself, its arguments aside. */
function own(name: string, argument: unknown): string[] {
  const first: unknown = Array.isArray(argument) ? argument[0] : argument;
  if (typeof first !== 'string') {
    return [];
  }
  switch (name) {
    case 'Ref':
      return [first];
    case 'Fn::GetAtt':
      return [first.split('.')[0] ?? ''];
    case 'Fn::Sub':
      return [...first.matchAll(/\$\{([A-Za-z0-9]+)(\.[^}]*)?\}/g)].map((match) => match[1] ?? '')
        .filter((id) => !(Array.isArray(argument) && isObject(argument[1]) && Object.hasOwn(argument[1], id)));
    default:
      return [];
  }
}
