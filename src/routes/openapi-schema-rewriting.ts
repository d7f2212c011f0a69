import { isExtension } from './openapi-extensions';
import { type JsonObject, below, isObject, valueAt } from './openapi-json';
import type { ImportReport } from './openapi-report';
import { exclusiveBounds } from './openapi-schema-bounds';
import * as words from './openapi-schema-keywords';
import { reachesItself, readOnlyProperties } from './openapi-schema-references';
import { isIntrinsic, unsafeText } from './openapi-schema-values';

/** What the rewriting of one schema asks of the others. */
export interface SchemaReferences {
  /** Where the chain of references that starts with a schema ends. */
  resolve(schema: JsonObject, pointer: string): string | undefined;
  /** A reference to the model of a schema. */
  refer(pointer: string): JsonObject;
  /** The schema was taken over as a whole. */
  used(pointer: string): void;
}

/** Where a schema stands. */
interface Place {
  /** Below `oneOf`, `anyOf`, `allOf`: the schemas whose insides stand here in place of references to them. */
  readonly inside?: readonly string[];
  /** Properties that requests need not have, because the whole says they are read only. */
  readonly readOnly?: readonly string[];
}

/** Rewrites OpenAPI 3.0 schemas into the JSON schema draft 4 that API Gateway imports. */
export class SchemaRewriting {
  /** Inlining doubles, and doublings multiply. */
  private nodesLeft = 100_000;

  public constructor(
    private readonly document: JsonObject,
    private readonly report: ImportReport,
    private readonly references: SchemaReferences,
  ) {}

  public rewrite(source: unknown, pointer: string, place: Place = {}): JsonObject {
    this.nodesLeft -= 1;
    if (this.nodesLeft < 0) {
      this.report.refused(pointer, 'model-size', 'schemas that stand in each other many times grow too large for API Gateway');
      return {};
    }
    if (!isObject(source)) {
      this.report.refused(pointer, 'malformed', 'a schema of OpenAPI 3.0 is an object');
      return {};
    }
    if (Object.hasOwn(source, '$ref')) {
      return this.reference(source, pointer, place);
    }
    const meaning = this.withoutAnnotations(source, pointer);
    if (this.admitsNull(meaning, pointer)) {
      return this.orNull(meaning, pointer, place);
    }
    const [only] = Array.isArray(meaning.allOf) && meaning.allOf.length === 1 && Object.keys(meaning).length === 1 ? meaning.allOf : [];
    if (only !== undefined) {
      this.report.rewritten(below(pointer, 'allOf'), 'composition-single', 'all of one schema is that schema');
      return this.rewrite(only, below(pointer, 'allOf', 0), place);
    }
    const readOnly = [...place.readOnly ?? [], ...readOnlyProperties(this.document, meaning)];
    const rewritten: JsonObject = {};
    for (const keyword of Object.keys(meaning)) {
      Object.assign(rewritten, this.keyword(keyword, meaning, below(pointer, keyword), { ...place, readOnly }));
    }
    return { ...rewritten, ...exclusiveBounds(meaning, rewritten, pointer, this.report) };
  }

  private reference(source: JsonObject, pointer: string, place: Place): JsonObject {
    const target = this.references.resolve(source, pointer);
    if (target === undefined) {
      return {};
    }
    if (place.inside === undefined) {
      return this.references.refer(target);
    }
    if (place.inside.includes(target)) {
      this.report.refused(below(pointer, '$ref'), 'composition-recursive',
        'API Gateway takes no reference within oneOf, anyOf, allOf or a nullable schema, and a schema that holds itself cannot be written out');
      return {};
    }
    this.references.used(target);
    this.report.rewritten(below(pointer, '$ref'), 'composition-inlined',
      'API Gateway takes no reference within oneOf, anyOf or allOf: the schema itself stands here');
    return this.rewrite(valueAt(this.document, target), target, { ...place, inside: [...place.inside, target] });
  }

  private withoutAnnotations(source: JsonObject, pointer: string): JsonObject {
    return Object.fromEntries(Object.entries(source).filter(([keyword, value]) => {
      const at = below(pointer, keyword);
      const annotation = Object.hasOwn(words.ANNOTATIONS, keyword) ? words.ANNOTATIONS[keyword] : undefined;
      if (annotation !== undefined) {
        this.report.leftOut(at, annotation.rule, annotation.message);
        return false;
      }
      if (isExtension(keyword, at, this.report)) {
        return false;
      }
      if (keyword === 'discriminator') {
        this.report.leftOut(at, 'discriminator', 'API Gateway chooses no schema by a property',
          !Object.hasOwn(source, 'oneOf') && !Object.hasOwn(source, 'anyOf'));
        return false;
      }
      const check = Object.hasOwn(words.KEYWORDS, keyword) ? words.KEYWORDS[keyword] : undefined;
      if (check !== undefined && !check(value)) {
        this.report.refused(at, 'malformed', `OpenAPI 3.0 knows no such ${keyword}: ${JSON.stringify(value)?.slice(0, 100)}`);
        return false;
      }
      if (check === undefined && ![...words.HOLDING_ONE, ...words.HOLDING_SEVERAL, 'properties'].includes(keyword)) {
        this.report.refused(at, 'unknown-member', `OpenAPI 3.0 has no schema keyword ${keyword}`);
        return false;
      }
      return true;
    }));
  }

  /** Whether null is admitted by what the importer of API Gateway would lose. */
  private admitsNull(schema: JsonObject, pointer: string): boolean {
    const listsNull = Array.isArray(schema.enum) && schema.enum.includes(null);
    if (schema.nullable === true) {
      if (schema.enum !== undefined ? listsNull : ['type', 'not', ...words.HOLDING_SEVERAL].some((keyword) => schema[keyword] !== undefined)) {
        return true;
      }
      this.report.leftOut(below(pointer, 'nullable'), 'nullable', 'without effect here');
      return false;
    }
    if (schema.nullable === false) {
      this.report.leftOut(below(pointer, 'nullable'), 'nullable', 'it says what is so anyway');
    }
    return listsNull && schema.type === undefined;
  }

  private orNull(schema: JsonObject, pointer: string, place: Place): JsonObject {
    const { nullable, ...rest } = schema;
    const values = Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null) : undefined;
    if (values?.length === 0) {
      this.report.rewritten(pointer, 'nullable', 'null is said as what is left without the other types');
      return words.nothingButNull();
    }
    // OpenAPI 3.0.3 gives `nullable` no effect without a type, and none against a composition; authors mean it all the same.
    const meantOnly = nullable === true && (schema.type === undefined || ['not', ...words.HOLDING_SEVERAL].some((keyword) => schema[keyword] !== undefined));
    const core = { ...rest, ...(values && { enum: values }) };
    if (reachesItself(this.document, core, place.inside ?? [])) {
      this.report.leftOut(pointer, 'nullable',
        'API Gateway takes null only where a schema is written out, and this one holds itself: any value passes', true);
      return {};
    }
    this.report.rewritten(nullable === undefined ? below(pointer, 'enum') : below(pointer, 'nullable'), 'nullable',
      'API Gateway loses the type null: said as any of the schema, or what is left without the other types', meantOnly);
    return { anyOf: [this.rewrite(core, pointer, { ...place, inside: place.inside ?? [] }), words.nothingButNull()] };
  }

  private keyword(keyword: string, schema: JsonObject, pointer: string, place: Place): JsonObject {
    const value = schema[keyword];
    switch (keyword) {
      case 'nullable':
        return {};
      case 'readOnly':
        this.report.leftOut(pointer, 'read-only', 'API Gateway does not know it: a request may carry the property');
        return {};
      case 'format':
        return this.format(String(value), pointer);
      case 'pattern':
        return this.pattern(String(value), pointer);
      case 'required':
        return this.required(value as string[], pointer, place.readOnly ?? []);
      case 'enum':
        return this.values(value as unknown[], schema, pointer);
      case 'minItems':
      case 'maxItems':
        this.report.notEnforced(pointer, 'array-length', 'API Gateway does not count the items of an array: the backend must');
        return { [keyword]: value };
      case 'minimum':
      case 'maximum':
      case 'multipleOf':
        if (Math.abs(value as number) > Number.MAX_SAFE_INTEGER) {
          this.report.leftOut(pointer, 'number-precision', 'a number this large does not survive JSON: the backend must check it', true);
          return {};
        }
        return { [keyword]: value };
      case 'exclusiveMinimum':
      case 'exclusiveMaximum':
        return {};
      case 'properties':
        return this.properties(value, pointer, place);
      case 'not':
        return this.not(value, pointer, place);
      case 'items':
        return { items: this.rewrite(value, pointer, { inside: place.inside }) };
      case 'additionalProperties':
        return { additionalProperties: typeof value === 'boolean' ? value : this.rewrite(value, pointer, { inside: place.inside }) };
      case 'allOf':
      case 'anyOf':
      case 'oneOf':
        return this.composition(keyword, value, pointer, place);
      default:
        return { [keyword]: value };
    }
  }

  private format(format: string, pointer: string): JsonObject {
    if (words.FORMATS.includes(format)) {
      return { format };
    }
    this.report.leftOut(pointer, 'format', `API Gateway checks no format ${JSON.stringify(format)}: the backend must`,
      !words.UNCHECKED_FORMATS.includes(format));
    return {};
  }

  private pattern(pattern: string, pointer: string): JsonObject {
    try {
      new RegExp(pattern);
    } catch {
      this.report.refused(pointer, 'pattern', `a pattern is a regular expression, received: ${JSON.stringify(pattern).slice(0, 200)}`);
      return {};
    }
    if (words.UNPORTABLE.test(pattern)) {
      this.report.leftOut(pointer, 'pattern', 'a pattern that other engines read in another way: the backend must check it', true);
      return {};
    }
    this.check(pattern, pointer);
    return { pattern };
  }

  private required(names: string[], pointer: string, readOnly: readonly string[]): JsonObject {
    const left = [...new Set(names)].filter((name) => !readOnly.includes(name));
    if (left.length < names.length || left.length === 0) {
      this.report.rewritten(pointer, names.some((name) => readOnly.includes(name)) ? 'read-only' : 'required',
        'requests need not carry read-only properties, and draft 4 lists each name once and at least one');
    }
    left.forEach((name) => this.check(name, pointer));
    return left.length > 0 ? { required: left } : {};
  }

  private values(values: unknown[], schema: JsonObject, pointer: string): JsonObject {
    const distinct = [...new Map(values.filter((value) => value !== null).map((value) => [JSON.stringify(value), value])).values()];
    if (distinct.length < values.length) {
      this.report.rewritten(pointer, 'null-value', 'draft 4 lists each value once, and null has no type here');
    }
    distinct.forEach((value) => this.check(value, pointer));
    if (distinct.length === 0) {
      this.report.refused(pointer, 'null-value', `no value is null and of type ${JSON.stringify(schema.type)}`);
    }
    return { enum: distinct };
  }

  private properties(value: unknown, pointer: string, place: Place): JsonObject {
    const properties = this.report.objectAt(value, pointer) ?? {};
    if (isIntrinsic(properties)) {
      this.report.refused(pointer, 'cloudformation-function', 'CloudFormation would take these names for a function of its own: add or rename a property');
    }
    return {
      properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => {
        this.check(name, below(pointer, name));
        return [name, this.rewrite(property, below(pointer, name), { inside: place.inside })];
      })),
    };
  }

  private not(value: unknown, pointer: string, place: Place): JsonObject {
    const before = this.report.loosenings;
    const not = this.rewrite(value, pointer, { inside: place.inside ?? [] });
    if (this.report.loosenings === before) {
      return { not };
    }
    this.report.leftOut(pointer, 'not', 'what is forbidden can only be said in part: the backend must check it', true);
    return {};
  }

  private composition(keyword: string, value: unknown, pointer: string, place: Place): JsonObject {
    if (!Array.isArray(value) || value.length === 0) {
      this.report.refused(pointer, 'malformed', `${keyword} lists schemas`);
      return {};
    }
    const before = this.report.loosenings;
    const readOnly = keyword === 'allOf' ? place.readOnly : undefined;
    const schemas = value.map((schema, at) => this.rewrite(schema, below(pointer, at), { inside: place.inside ?? [], readOnly }));
    if (keyword === 'oneOf' && this.report.loosenings > before) {
      this.report.rewritten(pointer, 'one-of', 'some of these schemas admit more than they should, so one value may match several: anyOf', true);
      return { anyOf: schemas };
    }
    return { [keyword]: schemas };
  }

  private check(value: unknown, pointer: string): void {
    const problem = unsafeText(value);
    if (problem !== undefined) {
      this.report.refused(pointer, problem.rule, problem.message);
    }
  }
}
