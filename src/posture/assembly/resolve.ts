import type { App, Resource, StackInfo } from './app';
import { AssemblyError } from './assembly-error';
import { Effort } from './effort';
import { Evaluator } from './evaluate';
import { type Json, type JsonObject, isObject, member, objectOf, oneOrMany } from './json';
import { leftOpenIn } from './left-open';
import { isLoop, writeOutLoops } from './loops';
import { pseudoParametersOf } from './pseudo-parameters';
import { type StackSource, nestedSources, transformsOf } from './stack-source';
import { readBody } from './stored-body';
import { literal, stackKey, unknown } from './symbols';

/** A stack whose values can be asked for. */
interface Scope {
  readonly source: StackSource;
  readonly evaluator: Evaluator;
}

/** Resolves every value of every template as far as the app tells, across stacks and nested stacks. */
export function resolveApp(sources: readonly StackSource[]): App {
  const links = new Links();
  const effort = new Effort();
  const scopes = sources.flatMap((source) => scopesOf(source, links, effort, [], undefined));
  links.index(scopes);
  return {
    stacks: scopes.map(({ source }) => stackInfo(source)),
    resources: scopes.flatMap(resourcesOf),
    acknowledgements: sources.flatMap(({ metadata }) => metadata.acknowledgements),
    outputs: scopes.flatMap(({ source, evaluator }) => Object.entries(objectOf(source.template.body.Outputs)).map(([name, output]) => ({
      stack: source.name, name: literal(name), value: evaluator.value(member(output, 'Value') ?? null) ?? null,
    }))),
  };
}

/** What leads from one stack to another. Values are looked up when they are asked for: stacks may refer to each other in any order. */
class Links {
  private readonly exports = new Map<string, () => Json | undefined>();
  private readonly parameters = new Map<string, () => Json | undefined>();
  private readonly outputs = new Map<string, () => Json | undefined>();

  public index(scopes: readonly Scope[]): void {
    for (const { source, evaluator } of scopes) {
      for (const [name, output] of Object.entries(objectOf(source.template.body.Outputs))) {
        const read = once(() => evaluator.value(member(output, 'Value') ?? null));
        this.outputs.set(`${source.stackName}.${name}`, read);
        const exported = member(member(output, 'Export'), 'Name');
        if (exported !== undefined) {
          this.exports.set(String(evaluator.value(exported)), read);
        }
      }
      for (const resource of Object.values(objectOf(source.template.body.Resources))) {
        const properties = objectOf(member(resource, 'Properties'));
        switch (member(resource, 'Type')) {
          case 'AWS::SSM::Parameter':
            this.parameters.set(String(evaluator.value(properties.Name ?? null)), once(() => evaluator.value(properties.Value ?? null)));
            break;
          case 'Custom::CrossRegionExportWriter': // how CDK hands a value to a stack of another Region
            for (const [name, value] of Object.entries(objectOf(member(properties.WriterProps, 'exports')))) {
              this.parameters.set(name, once(() => evaluator.value(value)));
            }
            break;
        }
      }
    }
  }

  public exported(name: string): Json | undefined {
    return this.exports.get(name)?.();
  }

  public ssmParameter(name: string): Json | undefined {
    return this.parameters.get(name)?.();
  }

  public output(stackName: string, name: string): Json | undefined {
    return this.outputs.get(`${stackName}.${name}`)?.();
  }
}

/** The stack and its nested ones. */
function scopesOf(
  written: StackSource, links: Links, effort: Effort, parents: readonly string[], given: ((name: string) => Json | undefined) | undefined,
): Scope[] {
  if (parents.includes(written.file)) {
    throw new AssemblyError(`a nested stack does not hold itself, received: ${written.templateFile} in ${written.name}`);
  }
  effort.addStack(written.name);
  const nested = new Map<string, { scopes: Scope[] }>();
  const evaluatorOf = (source: StackSource): Evaluator => new Evaluator({
    stack: stackKey(source.name),
    effort,
    template: source.template.body,
    pseudo: {
      ...pseudoParametersOf(source),
      ...source.stackName === undefined ? {} : { 'AWS::StackName': source.stackName },
    },
    parameter: (name) => given?.(name),
    exported: (name) => links.exported(name),
    ssmParameter: (name) => links.ssmParameter(name),
    output: (stackName, name) => links.output(stackName, name),
    attribute: (logicalId, attribute) => {
      const child = attribute.startsWith('Outputs.') ? nested.get(logicalId)?.scopes[0] : undefined;
      const output = child && member(member(child.source.template.body.Outputs, attribute.slice('Outputs.'.length)), 'Value');
      return output === undefined ? attribute.startsWith('/') ? links.ssmParameter(attribute) : undefined : child!.evaluator.value(output);
    },
  });
  const source = withoutLoops(written, (value) => evaluatorOf(written).value(value));
  const evaluator = evaluatorOf(source);
  const children = nestedSources(source).map(({ logicalId, source: child }) => {
    const parameters = objectOf(member(member(member(source.template.body.Resources, logicalId), 'Properties'), 'Parameters'));
    const passed = (name: string) => (Object.hasOwn(parameters, name) ? evaluator.value(parameters[name] ?? null) : undefined);
    const scopes = scopesOf(child, links, effort, [...parents, source.file], passed);
    nested.set(logicalId, { scopes });
    return scopes;
  });
  return [{ source, evaluator }, ...children.flat()];
}

/** A stack with its loops written out; what they make stands where they stood. */
function withoutLoops(source: StackSource, collectionOf: (value: Json) => Json | undefined): StackSource {
  const { body, loops } = writeOutLoops(source.template.body, collectionOf);
  const { lines } = source.template;
  const made = [...loops].flatMap(([id, loop]): [string, number][] => (lines.has(loop) ? [[id, lines.get(loop)!]] : []));
  return body === source.template.body ? source : { ...source, template: { body, lines: new Map([...lines, ...made]) } };
}

function resourcesOf({ source, evaluator }: Scope): Resource[] {
  const stack = stackKey(source.name);
  return Object.entries(objectOf(source.template.body.Resources)).flatMap(([logicalId, resource]): Resource[] => {
    if (logicalId === 'Fn::Transform' || isLoop(logicalId)) {
      return [madeLater(source, stack, logicalId, evaluator.value(resource ?? null))];
    }
    if (!isObject(resource)) {
      return [];
    }
    const condition = typeof resource.Condition === 'string' ? resource.Condition : undefined;
    const exists = condition === undefined ? true : evaluator.condition(condition);
    if (exists === false) {
      return [];
    }
    const constructPath = member(resource.Metadata, 'aws:cdk:path') ?? source.metadata.paths.get(logicalId);
    const line = source.template.lines.get(logicalId);
    const type = literal(String(resource.Type));
    return [{
      key: `${stack}#${literal(logicalId)}`,
      type,
      stack: source.name,
      logicalId: literal(logicalId),
      constructPath: constructPath === undefined ? undefined : String(constructPath),
      source: line === undefined ? source.metadata.sources.get(String(constructPath)) : `${source.templateFile}:${line}`,
      properties: propertiesOf(type, evaluator.value(writtenProperties(resource)), source.assets),
      dependsOn: oneOrMany(resource.DependsOn).map((id) => `${stack}#${literal(String(id))}`),
      ...exists === undefined ? { condition } : {},
      ...text('deletionPolicy', resource.DeletionPolicy),
      ...text('updateReplacePolicy', resource.UpdateReplacePolicy),
      metadata: objectOf(evaluator.value(resource.Metadata ?? {})),
    }];
  });
}

/** What makes resources when it is deployed: of what type, and how many, no template says. */
function madeLater(source: StackSource, stack: string, logicalId: string, content: Json | undefined): Resource {
  const line = source.template.lines.get(logicalId);
  return {
    key: `${stack}#${logicalId}`,
    type: logicalId.split('::').slice(0, 2).join('::'),
    stack: source.name,
    logicalId: literal(logicalId),
    ...line === undefined ? {} : { source: `${source.templateFile}:${line}` },
    properties: { '*': content ?? null },
    dependsOn: [],
    metadata: {},
  };
}

/** A macro that stands beside the properties may add some. */
function writtenProperties({ Properties, 'Fn::Transform': macro }: JsonObject): Json {
  return macro === undefined ? Properties ?? {} : { ...objectOf(Properties), 'Fn::Transform': macro };
}

/** Properties that are one unknown (a macro makes them) are said to be: every check sees the unknown, none sees a default. */
function propertiesOf(type: string, properties: Json | undefined, assets: ReadonlyMap<string, string>): JsonObject {
  return isObject(properties) ? readBody(type, properties, assets) : { '*': typeof properties === 'string' ? properties : unknown('properties') };
}

function text<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  return typeof value === 'string' ? { [key]: value } as Record<K, string> : {};
}

function stackInfo(source: StackSource): StackInfo {
  const { name, templateFile, account, region } = source;
  const leftOpen = leftOpenIn(source.template.body);
  return {
    name,
    templateFile,
    ...account ? { account } : {},
    ...region ? { region } : {},
    transforms: transformsOf(source.template),
    ...Object.keys(leftOpen).length === 0 ? {} : { leftOpen },
  };
}

/** A value that leads back to itself is unknown. */
function once(read: () => Json | undefined): () => Json | undefined {
  let state: 'new' | 'running' | 'done' = 'new';
  let value: Json | undefined;
  return () => {
    if (state === 'running') {
      return unknown('value that refers to itself');
    }
    if (state === 'new') {
      state = 'running';
      value = read();
      state = 'done';
    }
    return value;
  };
}
