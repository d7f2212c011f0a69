import type { App, StackInfo } from '../assembly/app';
import { pseudoParametersOf, valueOfSymbol } from '../assembly/pseudo-parameters';
import { replaceSymbols } from '../assembly/symbols';

/**
 * Two versions of an app in the same environment: where one says no account or no Region of a stack, it goes where the other says. Where both
 * say, each keeps its own.
 */
export function inOneEnvironment(base: App, head: App): [App, App] {
  return [placed(base, head), placed(head, base)];
}

function placed(app: App, other: App): App {
  const values = new Map(app.stacks.filter(({ account, region }) => account === undefined || region === undefined)
    .map((stack) => [stack.name, pseudoParametersOf(environmentIn(other, stack))] as const)
    .filter(([, found]) => Object.keys(found).length > 0));
  return values.size === 0 ? app : {
    ...app,
    resources: app.resources.map((resource) => {
      const known = values.get(resource.stack);
      return known === undefined ? resource
        : { ...resource, properties: replaceSymbols(resource.properties, (symbol) => valueOfSymbol(symbol, known)) };
    }),
  };
}

/** Account and Region of a stack in the other version: of the one with its name, or else of all of them, where they agree. */
function environmentIn({ stacks }: App, { name, account, region }: StackInfo): { account?: string; region?: string } {
  const same = stacks.filter((stack) => stack.name === name);
  const those = same.length > 0 ? same : stacks;
  const only = (values: readonly (string | undefined)[]) => (new Set(values).size === 1 ? values[0] : undefined);
  return { account: account ?? only(those.map((stack) => stack.account)), region: region ?? only(those.map((stack) => stack.region)) };
}
