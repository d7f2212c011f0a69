import { type JsonObject, below, isObject, pointerOfRef, valueAt } from './openapi-json';
import type { ImportReport } from './openapi-report';
import { shown } from '../values/rule-error';

/** A value of a document, and where it stands. */
interface Place<T = unknown> {
  readonly pointer: string;
  readonly value: T;
}

/** A chain of references, from the value it starts with. */
export interface Chain {
  /** The references, in order; none where a value is no reference. */
  readonly references: readonly Place<JsonObject>[];
  /** The first value that is no reference, and where it stands; nothing where a chain never gets to one. */
  readonly end?: Place;
  /** Why not. */
  readonly broken?: keyof typeof BROKEN;
}

const BROKEN = {
  'external-ref': 'API Gateway follows references within the document only: bundle it into one file',
  'dangling-ref': 'a reference leads to a part of the document',
  'recursive-ref': 'a chain of references ends at something',
};

/** Follows references, without a word on what is wrong on the way. */
export function chainOf(document: JsonObject, value: unknown, pointer = ''): Chain {
  const references: Place<JsonObject>[] = [];
  const seen = new Set<string>();
  let end: Place = { pointer, value };
  while (isObject(end.value) && Object.hasOwn(end.value, '$ref')) {
    references.push({ pointer: end.pointer, value: end.value });
    const target = pointerOfRef(end.value.$ref);
    if (target === undefined) {
      return { references, broken: 'external-ref' };
    }
    if (seen.has(target)) {
      return { references, broken: 'recursive-ref' };
    }
    seen.add(target);
    end = { pointer: target, value: valueAt(document, target) };
  }
  return end.value === undefined && references.length > 0 ? { references, broken: 'dangling-ref' } : { references, end };
}

/** Follows references, marks what they lead to as used, and reports what stands beside them and what is wrong with them. */
export function follow(document: JsonObject, value: unknown, pointer: string, report: ImportReport, used: Set<string>): Chain {
  const chain = chainOf(document, value, pointer);
  for (const reference of chain.references) {
    for (const sibling of Object.keys(reference.value).filter((key) => key !== '$ref')) {
      report.leftOut(below(reference.pointer, sibling), 'ref-siblings', 'OpenAPI 3.0 ignores what stands beside a $ref');
    }
  }
  const targets = [...chain.references, ...chain.end ? [chain.end] : []].slice(1);
  targets.forEach((target) => used.add(target.pointer));
  const last = chain.references.at(-1);
  if (chain.broken !== undefined && last !== undefined) {
    report.refused(below(last.pointer, '$ref'), chain.broken, `${BROKEN[chain.broken]}, received: ${shown(last.value.$ref)}`);
  }
  return chain;
}
