import { type Json, member } from '../assembly/json';

/** What a reference within a document leads to, as in `#/components/schemas/Payment`; undefined where it leads nowhere, or elsewhere. */
export function pointedTo(document: Json | undefined, pointer: Json | undefined): Json | undefined {
  const steps = stepsOf(pointer);
  return steps?.reduce<Json | undefined>((at, step) => member(at, step), document);
}

/** The steps of a reference within a document, each by its name. */
export function stepsOf(pointer: Json | undefined): readonly string[] | undefined {
  return typeof pointer === 'string' && pointer.startsWith('#/')
    ? pointer.slice(2).split('/').map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~')) : undefined;
}
