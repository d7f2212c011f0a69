import type { App, Resource, StackInfo } from '../assembly/app';
import type { JsonObject } from '../assembly/json';
import { pseudoParametersOf, valueOfSymbol } from '../assembly/pseudo-parameters';
import { replacePseudo } from '../assembly/symbols';

/** Two versions of an app in the same surroundings: where one version leaves the account and Region of a stack open, they are those of the other. */
export function inSameSurroundings(base: App, head: App): { base: App; head: App } {
  const pairs = stackPairs(base, head);
  const [before, after] = [new Map(pairs), new Map(pairs.map(([one, other]) => [other, one]))];
  return {
    base: placed(base, (stack) => before.get(stack)),
    head: placed(head, (stack) => after.get(stack)),
  };
}

function placed(app: App, other: (stack: StackInfo) => StackInfo | undefined): App {
  const stacks = new Map(app.stacks.map((stack) => [stack.name, stack]));
  return {
    ...app,
    resources: app.resources.map((resource) => {
      const stack = stacks.get(resource.stack);
      const twin = stack && other(stack);
      if (twin === undefined) {
        return resource;
      }
      const known = pseudoParametersOf(twin);
      return { ...resource, properties: replacePseudo<JsonObject>(resource.properties, (name) => valueOfSymbol(name, known)) };
    }),
  };
}

/** Stacks of one name; of those that are left, which hold most of the same. */
function stackPairs(base: App, head: App): [StackInfo, StackInfo][] {
  const byName = base.stacks.flatMap((stack): [StackInfo, StackInfo][] => {
    const twin = head.stacks.find(({ name }) => name === stack.name);
    return twin ? [[stack, twin]] : [];
  });
  const left = base.stacks.filter((stack) => !byName.some(([one]) => one === stack));
  const open = head.stacks.filter((stack) => !byName.some(([, other]) => other === stack));
  const [from, to] = [contents(base), contents(head)];
  const alike = left.flatMap((one) => open.map((other) => ({ one, other, shared: sharedBy(from.get(one.name), to.get(other.name)) })))
    .filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared);
  const pairs = [...byName];
  for (const { one, other } of alike) {
    if (!pairs.some(([before, after]) => before === one || after === other)) {
      pairs.push([one, other]);
    }
  }
  return pairs;
}

function contents({ resources }: App): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  resources.forEach(({ stack, type, logicalId }: Resource) => names.set(stack, (names.get(stack) ?? new Set()).add(`${type} ${logicalId}`)));
  return names;
}

function sharedBy(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): number {
  return [...one].filter((name) => other.has(name)).length;
}
