import type { Posture } from './posture';
import { isSecretName } from './secret-literal';
import type { App, Resource } from '../assembly/app';
import { isObject, type Json, table } from '../assembly/json';
import { CLOSE, OPEN, readable, type Reference, referencesIn, referenceTo, unknownsIn } from '../assembly/symbols';

/** A property, or an output of the stack, in which a secret stands when the template is deployed. */
export interface SecretPlace {
  readonly resource: Resource;
  /** Below `Properties`; undefined for an output. */
  readonly property?: string;
  readonly output?: string;
  /** As in `the ClientSecret of ${Client}`. */
  readonly secret: string;
  /** Whether it is there as a whole or within a text; a part of it may say nothing. */
  readonly isWhole: boolean;
  /** Whether such a property is made for secrets. */
  readonly isKept: boolean;
}

/** Attributes that are secrets. A custom resource that looks a client up names it like the client does. */
const SECRETS = table<RegExp>({
  'AWS::Cognito::UserPoolClient': /^ClientSecret$/,
  'AWS::IAM::AccessKey': /^SecretAccessKey$/,
  'AWS::AppSync::ApiKey': /^ApiKey$/,
});
const OF_CUSTOM_RESOURCES = /(^|\.)ClientSecret$/;

/** Properties that everybody reads who may look at the resource, whatever they are called. */
const PLAIN = /(^|\.)(Environment|EnvironmentVariables|Variables|Tags|Metadata)(\.|\[|$)/;
/** Values are not looked at here: another check does, or the parameters of a nested stack may be hidden. */
const ELSEWHERE = ['AWS::CloudFormation::Stack', 'AWS::ApiGateway::ApiKey'];
/** Where what a dynamic reference resolves to can be read afterwards. */
const SHOWN = table<RegExp>({
  'AWS::Lambda::Function': /^Environment\.Variables\./,
  'AWS::Serverless::Function': /^Environment\.Variables\./,
  'AWS::ApiGateway::Stage': /^Variables\./,
  'AWS::SSM::Parameter': /^Value$/,
});

/** What stands in a secret beside the secret, as RDS and Secrets Manager call it. */
const BESIDE_SECRET = /:SecretString:(username|user|host|hostname|port|dbname|database|engine|db(Cluster|Instance)Identifier|clientId|client_id|region|issuer)(:|$)/i;

/** Every place in which a secret stands that CloudFormation reads from another resource, or from Secrets Manager. */
export function secretPlaces(posture: Posture): readonly SecretPlace[] {
  const inProperties = posture.resources.filter(({ type }) => !ELSEWHERE.includes(type)).flatMap((resource) => textsIn(resource.properties)
    .flatMap(({ path, text }) => secretsIn(posture, resource, path, text).map((one) => ({
      resource, property: path, ...one, isKept: isSecretName(path.split('.').at(-1)!) && !PLAIN.test(path),
    }))));
  return [...inProperties, ...outputsOf(posture, posture.app)];
}

/** An output has no resource: what it shows is the secret of one. */
function outputsOf(posture: Posture, { outputs }: App): SecretPlace[] {
  return outputs.flatMap(({ name, value }) => textsIn(value).flatMap(({ text }) => {
    const secrets = referencesIn(text).filter((reference) => isSecret(posture, reference));
    return secrets.map((reference) => (
      { resource: posture.resource(reference.key)!, output: name, ...ofReference(posture, reference, text), isKept: false }));
  }));
}

function secretsIn(posture: Posture, { type }: Resource, path: string, text: string): Pick<SecretPlace, 'secret' | 'isWhole'>[] {
  const resolved = SHOWN[type]?.test(path) ? dynamicReferencesIn(text).filter((what) => /^(secretsmanager|ssm-secure):/.test(what) && !BESIDE_SECRET.test(what)) : [];
  return [
    ...referencesIn(text).filter((reference) => isSecret(posture, reference)).map((reference) => ofReference(posture, reference, text)),
    ...resolved.map((what) => ({ secret: `the secret ${readable(what)}`, isWhole: true })),
  ];
}

/** As a text writes them, or as one that is put together of references, as CDK does it. */
function dynamicReferencesIn(text: string): string[] {
  return [
    ...unknownsIn(text).flatMap((why) => /^dynamic reference (.*)$/.exec(why)?.[1] ?? []),
    ...[...text.matchAll(/\{\{resolve:([^{}]*)\}\}/g)].map(([, what]) => what!),
  ];
}

function isSecret(posture: Posture, { key, attribute }: Reference): boolean {
  const type = posture.resource(key)?.type ?? '';
  return (/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type) ? OF_CUSTOM_RESOURCES : SECRETS[type])?.test(attribute) ?? false;
}

function ofReference(posture: Posture, { key, attribute }: Reference, text: string): Pick<SecretPlace, 'secret' | 'isWhole'> {
  const id = posture.resource(key)!.logicalId;
  return { secret: `the ${attribute} of \${${id}}`, isWhole: text.includes(referenceTo(key, attribute)) };
}

/** The texts below a value that hold symbols, with their paths. */
function textsIn(value: Json | undefined, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') {
    return value.includes(OPEN) && value.includes(CLOSE) ? [{ path, text: value }] : [];
  }
  return Array.isArray(value) ? (value as readonly Json[]).flatMap((entry, index) => textsIn(entry, `${path}[${index}]`))
    : isObject(value) ? Object.entries(value).flatMap(([name, entry]) => textsIn(entry, path === '' ? name : `${path}.${name}`)) : [];
}
