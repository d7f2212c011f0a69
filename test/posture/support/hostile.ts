import fc from 'fast-check';

/** Keys that are something else on an object which was made carelessly. */
const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '', '*', 'Ref', 'Fn::If', 'Fn::Transform', 'Condition', 'a.b[0]', '‹?x›', '\u0000', 'k'.repeat(5000)];

/** Where a number, a range, an address, a date or a pattern is read. */
export const TEXTS = [
  '', ' ', '*', '?', '‹', '›', '‹?parameter X›', '⟨A#B.Ref⟩', '\ud800', '\u0000', 'NaN', 'Infinity', '-1', '1e309', '0x10', '99999999999999999999', '65536', '443-80', 'abc',
  '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '::/129', '::ffff:10.0.0.0/96', '1.2.3', '10.0.0.0/8', '0.0.0.0/0', '2027-02-30', '99999-01-01', 'constructor', '__proto__',
  '{{resolve:ssm:}}', '{{resolve:ssm:a}}{{resolve:', '${}', '${!}', '${A.}', '${', 'arn:aws:iam::*:root', 'arn:', ':::::::', '/restapis//stages/', '#/components/schemas/A', '{"Statement":[null]}',
  '*a'.repeat(60), 'a'.repeat(20_000), ':'.repeat(2_000), '${'.repeat(500), '{{resolve:'.repeat(200), '('.repeat(300), '‹?'.repeat(300),
];

const leaf = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...TEXTS) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 1e21, 443, Number.MAX_SAFE_INTEGER) },
  { weight: 1, arbitrary: fc.string() },
);

const MALFORMED: readonly unknown[] = [
  { Ref: null }, { Ref: 'Nothing' }, { Ref: 'AWS::NoValue' }, { Ref: 'constructor' }, { Ref: '__proto__' }, { Ref: {} }, { 'Fn::GetAtt': [] }, { 'Fn::GetAtt': 'x' },
  { 'Fn::GetAtt': [{ Ref: 'x' }, null] }, { 'Fn::GetAtt': ['constructor', 'name'] }, { 'Fn::Join': 'x' }, { 'Fn::Join': [null, { Ref: 'x' }] }, { 'Fn::Sub': 1 }, { 'Fn::Sub': ['${a}', null] },
  { 'Fn::Sub': ['${constructor}', {}] }, { 'Fn::Select': [] }, { 'Fn::Select': ['x', []] }, { 'Fn::Select': [-1, ['a']] }, { 'Fn::Split': ['', ''] }, { 'Fn::Split': null }, { 'Fn::If': [] },
  { 'Fn::If': ['constructor', 1, 2] }, { 'Fn::If': [null, { Ref: 'AWS::NoValue' }] }, { 'Fn::FindInMap': [] }, { 'Fn::FindInMap': ['__proto__', 'a', 'b'] }, { 'Fn::ImportValue': null },
  { 'Fn::Transform': null }, { 'Fn::Transform': [] }, { 'Fn::Length': {} }, { 'Fn::ToJsonString': null }, { 'Fn::GetStackOutput': 1 }, { 'Fn::Cidr': [] }, { 'Fn::': 1 }, { Condition: '__proto__' },
];

/** One intrinsic in the next, as deep as it is asked for: each of its places holds the same. */
function nested(form: (inner: unknown) => unknown, depth: number): unknown {
  let value: unknown = { Ref: 'Nothing' };
  for (let level = 0; level < depth; level++) {
    value = form(value);
  }
  return value;
}

const DEEP = [
  (inner: unknown) => ({ 'Fn::Join': ['', [inner, 'x']] }),
  (inner: unknown) => ({ 'Fn::Sub': ['${a}', { a: inner }] }),
  (inner: unknown) => ({ 'Fn::If': ['Unknown', inner, { Ref: 'AWS::NoValue' }] }),
  (inner: unknown) => ({ 'Fn::Select': ['0', [inner]] }),
  (inner: unknown) => ({ 'Fn::Split': [',', inner] }),
  (inner: unknown) => ({ 'Fn::FindInMap': ['M', inner, 'x'] }),
  (inner: unknown) => [inner],
  (inner: unknown) => ({ Statement: [inner] }),
  (inner: unknown) => ({ NotStatement: { Statement: inner } }),
];

const deep = fc.tuple(fc.constantFrom(...DEEP), fc.integer({ min: 1, max: 70 })).map(([form, depth]) => nested(form, depth));

/** Objects whose members are own ones, `__proto__` too. */
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, fc.constantFrom(...MALFORMED), deep, fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries))),
}));

/** One step away from a template. Places are counted through all nodes, so that a case is the same in every run. */
export type Step =
  | { readonly kind: 'replace'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'add'; readonly at: number; readonly key: string; readonly value: unknown }
  | { readonly kind: 'rename'; readonly at: number; readonly key: string }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'copy' | 'move'; readonly at: number; readonly to: number };

const place = fc.nat({ max: 1_000_000 });

export const steps: fc.Arbitrary<Step[]> = fc.array(fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('replace' as const), at: place, value: anything }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), at: place, key: fc.constantFrom(...KEYS), value: anything }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), at: place, key: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('copy' as const, 'move' as const), at: place, to: place }) },
), { minLength: 1, maxLength: 12 });

type Container = Record<string, unknown> | unknown[];

interface Spot {
  readonly parent: Container;
  readonly key: string;
}

/** Takes the steps in a copy of a template. */
export function changed<T>(template: T, all: readonly Step[]): T {
  const copy: unknown = clone(template);
  for (const step of all) {
    const spots = spotsOf(copy);
    const spot = spots[step.at % spots.length];
    if (spot) {
      take(step, spot, spots);
    }
  }
  return copy as T;
}

function take(step: Step, spot: Spot, spots: readonly Spot[]): void {
  const value = read(spot);
  switch (step.kind) {
    case 'replace': return write(spot.parent, spot.key, clone(step.value));
    case 'delete': return remove(spot);
    case 'add': return typeof value === 'object' && value !== null ? write(value as Container, step.key, clone(step.value)) : undefined;
    case 'rename': return Array.isArray(spot.parent) ? undefined : (remove(spot), write(spot.parent, step.key, value));
    default: {
      const target = spots[step.to % spots.length]!;
      const moved = clone(value);
      if (step.kind === 'move') {
        remove(spot);
      }
      write(target.parent, target.key, moved);
    }
  }
}

function spotsOf(value: unknown): Spot[] {
  return typeof value !== 'object' || value === null ? []
    : Object.keys(value).flatMap((key) => [{ parent: value as Container, key }, ...spotsOf(read({ parent: value as Container, key }))]);
}

function read({ parent, key }: Spot): unknown {
  return Object.getOwnPropertyDescriptor(parent, key)?.value;
}

function write(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent)) {
    parent[Number(key)] = value;
  } else {
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  }
}

function remove({ parent, key }: Spot): void {
  if (Array.isArray(parent)) {
    parent.splice(Number(key), 1);
  } else {
    delete parent[key];
  }
}

function clone(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value)) as unknown;
}
