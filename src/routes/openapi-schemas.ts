import { type JsonObject, segmentsOf, valueAt } from './openapi-json';
import { ModelNames } from './openapi-model-names';
import { follow } from './openapi-references';
import type { ImportReport } from './openapi-report';
import { SchemaRewriting } from './openapi-schema-rewriting';

/** API Gateway takes models of at most 400 KB. */
const MAX_MODEL_BYTES = 400 * 1024;

/** The schemas of a document that its request bodies use, as models of API Gateway. */
export class DocumentSchemas {
  /** Pointers of the schemas that were taken over as a whole, as a model or within one. */
  public readonly used = new Set<string>();
  private readonly names: ModelNames;
  private readonly models = new Map<string, JsonObject | undefined>();
  private readonly rewriting: SchemaRewriting;

  public constructor(private readonly document: JsonObject, private readonly report: ImportReport) {
    this.names = new ModelNames(document);
    this.rewriting = new SchemaRewriting(document, report, {
      resolve: (schema, pointer) => this.resolve(schema, pointer),
      refer: (pointer) => this.refer(pointer),
      used: (pointer) => this.used.add(pointer),
    });
  }

  /** A reference to the model of a schema. */
  public refer(pointer: string, wish?: string): JsonObject {
    const name = this.names.nameOf(pointer, wish);
    if (!this.models.has(pointer)) {
      this.models.set(pointer, undefined);
      this.used.add(pointer);
      const segments = segmentsOf(pointer);
      const isComponent = segments.length === 3 && segments[1] === 'schemas';
      if (isComponent && segments[2] !== name) {
        this.report.rewritten(pointer, 'model-name', `API Gateway's models have names of letters and digits: it is called ${name}`);
      } else if (!isComponent && wish === undefined) {
        this.report.rewritten(pointer, 'model-inline', `API Gateway refers to whole models: what is referred to here is a model too, called ${name}`);
      }
      const model = this.rewriting.rewrite(valueAt(this.document, pointer), pointer);
      if (Buffer.byteLength(JSON.stringify(model)) > MAX_MODEL_BYTES) {
        this.report.refused(pointer, 'model-size', 'a model has at most 400 KB in API Gateway');
      }
      this.models.set(pointer, model);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Where a chain of references ends; nothing, and a refusal, if it leaves the document or goes round. */
  public resolve(schema: unknown, pointer: string): string | undefined {
    const { references, end } = follow(this.document, schema, pointer, this.report, this.used);
    for (const other of references.slice(1)) {
      this.report.rewritten(other.pointer, 'composition-single', 'another name of a schema: that schema stands in its place');
    }
    return end?.pointer;
  }

  public get all(): Record<string, JsonObject> {
    return Object.fromEntries([...this.models].map(([pointer, model]) => [this.names.nameOf(pointer), model ?? {}]));
  }

  /** Models that are nothing but references to each other would keep a validator busy for ever. */
  public refuseEndless(): void {
    const next = new Map([...this.models].map(([pointer, model]) => [this.names.nameOf(pointer), { pointer, ref: model?.$ref }]));
    for (const [name, { pointer, ref }] of next) {
      const seen = new Set([name]);
      for (let at = nameIn(ref); at !== undefined; at = nameIn(next.get(at)?.ref)) {
        if (seen.has(at)) {
          this.report.refused(pointer, 'recursive-ref', 'a chain of references ends at something');
          break;
        }
        seen.add(at);
      }
    }
  }
}

/** The model that a reference names. */
function nameIn(ref: unknown): string | undefined {
  return typeof ref === 'string' ? ref.slice('#/components/schemas/'.length) : undefined;
}
