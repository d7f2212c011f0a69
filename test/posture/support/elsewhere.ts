import type { Resources } from './app';

/** What makes a template hold more than it says. */
export const TOPIC = { Type: 'AWS::SNS::Topic' };
export const PARAMETERS = { Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } } };

export function nested(TemplateURL: unknown, Parameters?: object, more: object = {}): Resources {
  return { Net: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, ...Parameters ? { Parameters } : {}, ...more } } };
}

export function loop(...fragment: unknown[]): Resources {
  return { 'Fn::ForEach::Apis': ['N', { Ref: 'Names' }, ...fragment] } as unknown as Resources;
}

export function ofModule(Properties: Record<string, unknown>): Resources {
  return { T: { Type: 'Acme::Private::Api::MODULE', Properties } };
}

export function include(Location: string): Resources {
  return { 'T': TOPIC, 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location } } } as unknown as Resources;
}
