import { type Json, type JsonObject, isObject, member, objectOf } from './json';
import { hasUnknown } from './symbols';

const LOOP = 'Fn::ForEach::';
/** The sections of a template in which CloudFormation takes loops. */
const SECTIONS = ['Conditions', 'Outputs', 'Resources'];
/** Four times what CloudFormation takes of a template, in characters; what would come to more stays as it is. */
const MOST = 4_000_000;

/** A template with its loops written out, as far as it says over what they go. */
export interface WrittenOut {
  readonly body: JsonObject;
  /** The loop that made a resource, by logical id. */
  readonly loops: ReadonlyMap<string, string>;
}

export function isLoop(key: string): boolean {
  return key.startsWith(LOOP);
}

/**
 * Does what `AWS::LanguageExtensions` does with `Fn::ForEach`. A loop over what is not known, as over a parameter, stays as it is.
 *
 * @param collectionOf what a collection comes to
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function writeOutLoops(body: JsonObject, collectionOf: (value: Json) => Json | undefined): WrittenOut {
  if (!JSON.stringify(SECTIONS.map((section) => body[section] ?? null)).includes(`"${LOOP}`)) {
    return { body, loops: new Map() };
  }
  try {
    return writtenOut(body, new Writer(collectionOf));
  } catch (error) {
    if (error instanceof TooMuch) {
      return { body, loops: new Map() };
    }
    throw error;
  }
}

class TooMuch extends Error {}

function writtenOut(body: JsonObject, writer: Writer): WrittenOut {
  const loops = new Map(Object.entries(objectOf(body.Resources)).filter(([key]) => isLoop(key))
    .flatMap(([key, loop]) => Object.keys(writer.iterations(loop, new Map()) ?? {}).map((id): [string, string] => [id, key])));
  const sections = SECTIONS.filter((section) => isObject(body[section])).map((section) => [section, writer.written(body[section]!, new Map())]);
  return { body: { ...body, ...Object.fromEntries(sections) }, loops };
}

class Writer {
  private text = 0;

  public constructor(private readonly collectionOf: (value: Json) => Json | undefined) {}

  /** A value with loops written out and the placeholders of those around it filled. */
  public written(value: Json, filled: ReadonlyMap<string, string>): Json {
    if (typeof value === 'string') {
      return filled.size === 0 ? value : this.filledIn(value, filled);
    }
    this.spend(10);
    if (Array.isArray(value)) {
      return (value as readonly Json[]).map((entry) => this.written(entry, filled));
    }
    if (!isObject(value)) {
      return value;
    }
    const named = Object.keys(value).length === 1 ? member(value, 'Ref') : undefined;
    if (typeof named === 'string' && filled.has(named)) {
      return filled.get(named)!;
    }
    return Object.fromEntries(Object.entries(value).flatMap(([key, entry]): [string, Json | undefined][] => {
      const made = isLoop(key) ? this.iterations(entry, filled) : undefined;
      return made ? Object.entries(made) : [[this.filledIn(key, filled), entry === undefined ? undefined : this.written(entry, filled)]];
    }));
  }

  /** What a loop makes; undefined where that is not known. */
  public iterations(loop: Json | undefined, filled: ReadonlyMap<string, string>): JsonObject | undefined {
    const [identifier, over, fragment] = Array.isArray(loop) ? loop as Json[] : [];
    const collection = over === undefined ? undefined : this.collectionOf(this.written(over, filled));
    if (typeof identifier !== 'string' || !Array.isArray(collection) || !isObject(fragment) || collection.some((entry: Json) => typeof entry === 'object' || hasUnknown(entry) || String(entry).includes('‹'))) {
      return undefined;
    }
    const made: [string, Json | undefined][] = [];
    for (const entry of collection as Json[]) {
      made.push(...Object.entries(objectOf(this.written(fragment, new Map([...filled, [identifier, String(entry)]])))));
    }
    // One that is left would stand there once for all.
    return made.some(([key]) => isLoop(key)) ? undefined : Object.fromEntries(made);
  }

  /** `${Name}`, and `&{Name}` for what may have marks that a logical id can't. */
  private filledIn(text: string, filled: ReadonlyMap<string, string>): string {
    this.spend(text.length);
    return text.replace(/([$&])\{([^{}!]+)\}/g, (whole, mark: string, name: string) => {
      const value = filled.get(name);
      this.spend(value?.length ?? 0);
      return value === undefined ? whole : mark === '$' ? value : value.replace(/[^A-Za-z0-9]/g, '');
    });
  }

  private spend(characters: number): void {
    this.text += characters;
    if (this.text > MOST) {
      throw new TooMuch();
    }
  }
}
