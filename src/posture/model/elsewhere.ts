import type { Posture } from './posture';
import type { App, Resource, StackInfo } from '../assembly/app';
import { member, table } from '../assembly/json';
import { isUnknown, readable } from '../assembly/symbols';

/** Something that an app deploys, of which the templates don't say what it holds. */
export interface Elsewhere {
  /** A macro over a whole template has none: then it is a place of that name in the stack. */
  readonly resource: Resource;
  /** As in `nested stack`. */
  readonly noun: string;
  /** As in `Net`; a template that macros make has none. */
  readonly name?: string;
  /** Why it is not known, as in `its template stands elsewhere`. */
  readonly why: string;
}

/** What names a template by an address or an id. */
const BY_ADDRESS = table<readonly [noun: string, property: string]>({
  'AWS::CloudFormation::Stack': ['nested stack', 'TemplateURL'],
  'AWS::CloudFormation::StackSet': ['stack set', 'TemplateURL'],
  'AWS::Serverless::Application': ['nested application', 'Location'],
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': ['product', 'ProductName'],
});

/** Macros of AWS that add nothing a check would look at, or what checks read by themselves. */
const HARMLESS = /^AWS::(LanguageExtensions|CodeDeployBlueGreen|Serverless-.*|SecretsManager-.*)$/;

const BY_CLOUDFORMATION = 'CloudFormation runs it when it deploys';

/** What an app deploys without saying what it holds. */
export function elsewhereOf({ app, resources }: Posture): readonly Elsewhere[] {
  const isRead = readIn(app);
  return [
    ...app.stacks.flatMap((stack) => madeByMacros(stack)),
    ...resources.flatMap((resource) => (isRead(resource) ? [] : held(resource) ?? [])),
  ];
}

/** The nested stacks whose templates the app holds. */
export function nestedStacksOf({ app }: Posture): readonly Resource[] {
  const isRead = readIn(app);
  return app.resources.filter((resource) => resource.type === 'AWS::CloudFormation::Stack' && isRead(resource));
}

/** Whether a resource is a stack of which the app holds the template. */
function readIn({ stacks }: App): (resource: Resource) => boolean {
  const names = new Set(stacks.map(({ name }) => name));
  return ({ stack, logicalId }) => names.has(`${stack}/${logicalId}`);
}

function held(resource: Resource): Elsewhere | undefined {
  const { type, properties, logicalId: name } = resource;
  const [noun, property] = BY_ADDRESS[type] ?? [];
  if (noun !== undefined && property !== undefined) {
    const place = properties[property];
    return { resource, noun, name, why: `its template${typeof place === 'string' && !isUnknown(place) ? `, ${readable(place)},` : ''} is not in the assembly` };
  }
  return type === 'Fn::ForEach' ? { resource, noun: 'loop', name: name.slice(`${type}::`.length), why: 'its collection, or a loop inside of it, is not known' }
    : type === 'Fn::Transform' ? { resource, noun: 'macro', name: String(member(properties['*'], 'Name') ?? ''), why: BY_CLOUDFORMATION }
      : type.endsWith('::MODULE') ? { resource, noun: 'module', name: `${name} (${type})`, why: 'its template stands in the registry' } : undefined;
}

function madeByMacros({ name, constructPath, transforms }: StackInfo): Elsewhere[] {
  const macros = transforms.filter((transform) => !HARMLESS.test(transform));
  return macros.length === 0 ? [] : [{
    resource: {
      key: `${name}#Transform`, type: 'Transform', stack: name, logicalId: 'Transform', constructPath, properties: {}, dependsOn: [], metadata: {},
    },
    noun: `template that ${macros.join(' and ')} ${macros.length === 1 ? 'makes' : 'make'} of this one`,
    why: BY_CLOUDFORMATION,
  }];
}
