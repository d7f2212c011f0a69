import type { Change } from './change';
import { shown } from './compare';
import type { App, Resource, StackInfo } from '../assembly/app';
import { LAYERS } from '../checks/check';

/** What the templates leave to the deployment, and now leave otherwise: another default, another condition. What comes of it nobody can say here. */
export function compareLeftOpen(base: App, head: App): Change[] {
  return head.stacks.flatMap((stack) => {
    const old = sameStack(base, head, stack)?.leftOpen ?? {};
    const moved = Object.entries(stack.leftOpen ?? {}).filter(([name, value]) => old[name] !== undefined && old[name] !== value);
    return moved.map(([name, value]): Change => ({
      direction: 'unknown',
      layer: LAYERS[0],
      stack: stack.name,
      resource: name.slice(name.indexOf(' ') + 1),
      constructPath: stack.constructPath ?? null,
      property: name.startsWith('parameter ') ? 'Default' : null,
      before: old[name]!,
      after: value,
      message: `the ${name} of the stack ${stack.name} is now ${shown(value)}${name.startsWith('parameter ') ? ' by default' : ''}; before, ${shown(old[name])}: what hangs on it is not known`,
    }));
  });
}

/** Whether a resource exists on the condition on which it did, whatever that is called. */
export function onSameCondition(base: App, head: App, { condition: before }: Resource, { stack, condition: after }: Resource): boolean {
  const info = head.stacks.find(({ name }) => name === stack);
  const was = info && sameStack(base, head, info)?.leftOpen?.[`condition ${before}`];
  return before === after || was !== undefined && was === info?.leftOpen?.[`condition ${after}`];
}

function sameStack(base: App, head: App, { name }: StackInfo): StackInfo | undefined {
  return base.stacks.find((stack) => stack.name === name) ?? (base.stacks.length === 1 && head.stacks.length === 1 ? base.stacks[0] : undefined);
}
