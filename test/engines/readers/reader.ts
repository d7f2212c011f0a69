import type { Clients } from './clients';

/** What a service says about a resource, in the words of its CloudFormation type. */
export interface Live {
  /** Only what the service really tells: a property that is left out counts as not read. */
  readonly properties: Record<string, unknown>;
  /** What Fn::GetAtt gives, as the service tells it. */
  readonly attributes?: Record<string, unknown>;
}

/** Reads the resources of one type over the AWS SDK. */
export interface Reader {
  read(clients: Clients, physicalId: string, properties: Record<string, any>): Promise<Live>;
  /** The template's properties in the form in which `read` gives them, where the service has another one. */
  expected?(properties: Record<string, any>): Record<string, unknown>;
}

/** The first letter of every key capital, at every depth: how CloudFormation spells what older JSON APIs answer. */
export function pascal(value: unknown): any {
  if (Array.isArray(value)) {
    return value.map(pascal);
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.charAt(0).toUpperCase() + key.slice(1), pascal(item)]));
}

/** A map of tags as CloudFormation's list. */
export function tagList(tags: Record<string, string> | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** Leaves out what is undefined: a service that does not tell a property has not told it. */
export function told(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** A policy that an API gives as text, maybe URL-encoded. */
export function policy(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
}
