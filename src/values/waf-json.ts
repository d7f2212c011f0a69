/** A piece of WAF's JSON whose keys are in lower case. */
export type WafJson = Readonly<Record<string, unknown>>;

/** The same value with keys in lower case: CloudFormation writes `IPSetReferenceStatement`, CDK `ipSetReferenceStatement`. */
export function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(lowerKeys);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), lowerKeys(entry)]))
    : value;
}

/** The object at a key, or an empty one. */
export function child(parent: WafJson, key: string): WafJson {
  return objectOf(parent[key]);
}

/** The value itself where it is an object, or an empty one. */
export function objectOf(value: unknown): WafJson {
  return typeof value === 'object' && value !== null ? value as WafJson : {};
}

/** The entries of a list, as objects; none where it is no list. */
export function listOf(value: unknown): WafJson[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** One statement with everything below it, outermost first, as its type in lower case and its body. */
export function statementsOf(statement: WafJson): { readonly type: string; readonly body: WafJson; readonly depth: number }[] {
  const below = (current: WafJson, depth: number): ReturnType<typeof statementsOf> =>
    Object.entries(current).flatMap(([type, value]) => {
      const body = objectOf(value);
      const nested = [...listOf(body.statements), ...[body.statement, body.scopedownstatement].filter((each) => each !== undefined).map(objectOf)];
      return [{ type, body, depth }, ...nested.flatMap((each) => below(each, depth + 1))];
    });
  return below(statement, 0);
}
