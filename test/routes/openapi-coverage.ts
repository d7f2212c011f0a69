import type { OpenApiDocument } from '../../src/routes/openapi-document';
import { below, pointerOfRef, segmentsOf, valueAt } from '../../src/routes/openapi-json';
import type { DocumentOperation } from '../../src/routes/openapi-operation';

/** Every place of a document that holds a value, or is empty. */
export function leavesOf(data: any, pointer = ''): string[] {
  return typeof data === 'object' && data !== null && Object.keys(data).length > 0
    ? Object.entries(data).flatMap(([key, part]) => leavesOf(part, below(pointer, key)))
    : [pointer];
}

/**
 * The places of a document that are neither in what the import gave nor under a note: what was dropped in silence.
 * It looks for each place in the import's result by itself and believes the import in nothing but the notes.
 */
export function droppedInSilence(source: any, document: OpenApiDocument): string[] {
  const noted = new Set(document.notes.map((note) => note.pointer));
  const isNoted = (pointer: string) => segmentsOf(pointer).some((_, at, all) => noted.has(below('', ...all.slice(0, at + 1))));
  const kept = new Set<string>(['/openapi']);
  document._operations.forEach((operation) => keepOperation(source, operation, document, kept));
  // Of what is empty there is nothing to drop.
  return leavesOf(source).filter((leaf) => !kept.has(leaf) && !isNoted(leaf) && !isEmpty(valueAt(source, leaf)));
}

function keepOperation(source: any, operation: DocumentOperation, document: OpenApiDocument, kept: Set<string>): void {
  const [, path] = segmentsOf(operation.pointer);
  const object: any = valueAt(source, operation.pointer);
  if (object.operationId === operation.operationId) {
    kept.add(below(operation.pointer, 'operationId'));
  }
  for (const pointer of leavesOf(object.security ?? [], below(operation.pointer, 'security'))) {
    const scope = valueAt(source, pointer);
    if ((typeof scope === 'string' && operation.scopes.includes(scope)) || (operation.open && Array.isArray(scope))) {
      kept.add(pointer);
    }
  }
  for (const list of [below('/paths', path!, 'parameters'), below(operation.pointer, 'parameters')]) {
    ((valueAt(source, list) ?? []) as any[]).forEach((_, at) => keepParameter(source, operation, below(list, at), kept));
  }
  const body = followed(source, below(operation.pointer, 'requestBody'), kept);
  const written: any = body && valueAt(source, body);
  if (body && (written.required === operation.requestBody?.required)) {
    kept.add(below(body, 'required'));
  }
  for (const [type, reference] of Object.entries(operation.requestBody?.content ?? {})) {
    const schema = below(body!, 'content', type, 'schema');
    if (valueAt(source, schema) !== undefined) {
      keepSchema(source, schema, reference, document._schemas, kept);
    }
  }
}

function keepParameter(source: any, operation: DocumentOperation, from: string, kept: Set<string>): void {
  const pointer = followed(source, from, kept)!;
  const written: any = valueAt(source, pointer);
  const parameter: any = operation.parameters.find((each) => each.name === written.name && each.in === written.in);
  for (const leaf of parameter ? leavesOf(written, pointer) : []) {
    const path = segmentsOf(leaf).slice(segmentsOf(pointer).length);
    if (path.reduce((value, key) => value?.[key], parameter) === valueAt(source, leaf)) {
      kept.add(leaf);
    }
  }
  if (written.required === undefined && parameter?.required === false) {
    kept.add(below(pointer, 'required'));
  }
}

function keepSchema(source: any, pointer: string, model: any, models: Record<string, any>, kept: Set<string>, seen = new Set<string>()): void {
  const written: any = valueAt(source, pointer);
  const at = `${pointer} ${JSON.stringify(model)}`;
  if (model === undefined || seen.has(at)) {
    return;
  }
  seen.add(at);
  if (typeof written !== 'object' || written === null) {
    if (written === model) {
      kept.add(pointer);
    }
    return;
  }
  if (model.$ref !== undefined && written.$ref === undefined) {
    keepSchema(source, pointer, models[model.$ref.split('/').pop()], models, kept, seen);
    return;
  }
  if (typeof written.$ref === 'string') {
    // The reference stands for what it leads to: kept if all of that is, which the caller sees at its own places.
    kept.add(below(pointer, '$ref'));
    const target = pointerOfRef(written.$ref)!;
    keepSchema(source, target, model.$ref === undefined ? model : models[model.$ref.split('/').pop()], models, kept, seen);
    return;
  }
  if (Object.keys(written).length === 0) {
    kept.add(pointer);
  }
  // Two other forms, which notes speak of: all of one schema is that schema, and a schema or null.
  if (Array.isArray(written.allOf) && written.allOf.length === 1 && model.allOf === undefined) {
    keepSchema(source, below(pointer, 'allOf', 0), model, models, kept, seen);
  }
  if (model.anyOf?.length === 2 && model.anyOf[1].not !== undefined && (written.nullable === true || written.enum !== undefined)) {
    keepSchema(source, pointer, model.anyOf[0], models, kept, seen);
  }
  for (const key of Object.keys(written)) {
    keepSchema(source, below(pointer, key), Array.isArray(model) ? model[Number(key)] : model[key], models, kept, seen);
  }
}

/** Where references end; they are kept if their end is. */
function followed(source: any, pointer: string, kept: Set<string>): string | undefined {
  const value: any = valueAt(source, pointer);
  if (value?.$ref === undefined) {
    return value === undefined ? undefined : pointer;
  }
  kept.add(below(pointer, '$ref'));
  const target = pointerOfRef(value.$ref);
  return target === undefined ? undefined : followed(source, target, kept);
}

function isEmpty(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0;
}
