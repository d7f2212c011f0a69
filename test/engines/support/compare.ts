/** A list that must be contained in what is found, not be all of it. */
export class AtLeast {
  public constructor(public readonly items: unknown[]) {}
}

/**
 * Where a live object differs from what a template says, as paths. The template decides what is looked at: what a service adds is
 * its own. Lists are compared without regard to order, numbers and booleans by what they say, policies as JSON.
 */
export function differences(expected: unknown, actual: unknown, path: string): string[] {
  if (expected instanceof AtLeast) {
    const candidates = Array.isArray(actual) ? actual : [];
    return expected.items.filter((item) => !candidates.some((candidate) => differences(item, candidate, '').length === 0))
      .map((item) => `${path}: expected ${show(item)} among ${show(candidates)}`);
  }
  const wanted = parsed(expected, actual);
  const found = parsed(actual, expected);
  if (Array.isArray(wanted)) {
    return Array.isArray(found) ? listDifferences(wanted, found, path) : [`${path}: expected a list, found ${show(found)}`];
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof found !== 'object' || found === null) {
      return [`${path}: expected ${show(wanted)}, found ${show(found)}`];
    }
    return Object.entries(wanted).flatMap(([key, value]) => differences(value, (found as Record<string, unknown>)[key], `${path}/${key}`));
  }
  return String(wanted) === String(found) ? [] : [`${path}: expected ${show(wanted)}, found ${show(found)}`];
}

function listDifferences(wanted: unknown[], found: unknown[], path: string): string[] {
  if (wanted.length !== found.length) {
    return [`${path}: expected ${wanted.length} entries, found ${show(found)}`];
  }
  const rest = [...found];
  return wanted.flatMap((item, at) => {
    const match = rest.findIndex((candidate) => differences(item, candidate, '').length === 0);
    if (match >= 0) {
      rest.splice(match, 1);
      return [];
    }
    return [`${path}/${at}: expected ${show(item)}, found ${show(rest)}`];
  });
}

/** JSON text beside an object is read; a single action or principal of a policy is the same as a list of one. */
function parsed(value: unknown, beside: unknown): unknown {
  if (typeof value === 'string' && typeof beside === 'object' && beside !== null) {
    try {
      return JSON.parse(value);
    } catch {
      return Array.isArray(beside) ? [value] : value;
    }
  }
  return value;
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 600) ?? 'nothing';
}
