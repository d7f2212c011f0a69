import { isMap, isScalar, LineCounter, parseDocument, type CollectionTag, type ScalarTag, type YAMLMap, type YAMLSeq } from 'yaml';
import { AssemblyError } from './assembly-error';
import { type JsonObject, isObject, tamed } from './json';

/** A template as it stands in its file, with the lines of its resources where the file is YAML. */
export interface Template {
  readonly body: JsonObject;
  readonly lines: ReadonlyMap<string, number>;
}

/** Deeper than any template that CloudFormation takes. */
const DEEPEST = 300;
/** CloudFormation takes 1 MB; an indented assembly of several is far below this. */
const LARGEST = 50 * 1024 * 1024;

// Every short form that CloudFormation knows: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform',
];

/**
 * Reads a CloudFormation template, JSON or YAML with its short forms.
 *
 * @param file named in errors
 * @param isStack whether it is one of an assembly, where CDK leaves a stack without resources
 * @throws AssemblyError with one line that says what is wrong and where
 */
export function parseTemplate(text: string, file: string, isStack = false): Template {
  if (text.length > LARGEST) {
    throw new AssemblyError(`a template holds at most 50 MB, received: ${file} of ${Math.round(text.length / 1024 / 1024)} MB`);
  }
  const nested = deepestBracket(text);
  if (nested > DEEPEST) {
    throw new AssemblyError(`a template nests at most ${DEEPEST} levels, received: ${file} with ${nested}`);
  }
  const { body, lines } = /^\s*[{[]/.test(text) ? { body: parseJson(text, file), lines: new Map<string, number>() } : parseYaml(text, file);
  if (!isObject(body)) {
    throw new AssemblyError(`a template is an object with Resources, received: ${file} with ${body === null ? 'nothing' : Array.isArray(body) ? 'a list' : `a ${typeof body}`}`);
  }
  if (!isObject(body.Resources) && !(isStack && body.Resources === undefined)) {
    throw new AssemblyError(`a template has Resources, received: ${file} without them`);
  }
  if (tamed(body, DEEPEST) === undefined) {
    throw new AssemblyError(`a template nests at most ${DEEPEST} levels, received: ${file} with more`);
  }
  return { body, lines };
}

/** JSON that may be cut off or no JSON at all. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AssemblyError(`${file} is not valid JSON: ${oneLine((error as Error).message)}`);
  }
}

function parseYaml(text: string, file: string): { body: unknown; lines: ReadonlyMap<string, number> } {
  const counter = new LineCounter();
  let document: ReturnType<typeof parseDocument>;
  let body: unknown;
  try {
    // Of two members of one name CloudFormation deploys the last, in YAML as in JSON.
    document = parseDocument(text, { customTags: shortForms(), lineCounter: counter, prettyErrors: false, logLevel: 'silent', uniqueKeys: false });
    const [error] = document.errors;
    if (error) {
      const { line, col } = counter.linePos(error.pos[0]);
      throw new AssemblyError(`${file}:${line}:${col} is not valid YAML: ${oneLine(error.message)}`);
    }
    body = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    throw error instanceof AssemblyError ? error : new AssemblyError(`${file} is not valid YAML: ${oneLine((error as Error).message)}`);
  }
  const lines = new Map<string, number>();
  const resources = isMap(document.contents) ? document.contents.get('Resources') : undefined;
  for (const { key } of isMap(resources) ? resources.items : []) {
    if (isScalar(key) && key.range) {
      lines.set(String(key.value), counter.linePos(key.range[0]).line);
    }
  }
  return { body, lines };
}

function shortForms(): (ScalarTag | CollectionTag)[] {
  const functions = FUNCTIONS.flatMap((name) => forms(`!${name}`, (value) => ({ [`Fn::${name}`]: value })));
  return [
    ...functions,
    ...forms('!Ref', (value) => ({ Ref: value })),
    ...forms('!Condition', (value) => ({ Condition: value })),
    ...forms('!GetAtt', (value) => ({ 'Fn::GetAtt': typeof value === 'string' ? splitOnce(value) : value })),
  ];
}

/** A short form may stand before a text, a list or a map. */
function forms(tag: string, make: (value: unknown) => unknown): (ScalarTag | CollectionTag)[] {
  const collection = (kind: 'seq' | 'map'): CollectionTag => ({
    tag,
    collection: kind,
    resolve: (node: YAMLMap.Parsed | YAMLSeq.Parsed | YAMLMap | YAMLSeq) => wrap(make, node),
  }) as unknown as CollectionTag;
  return [{ tag, resolve: (text: string) => make(text) }, collection('seq'), collection('map')];
}

/** A collection keeps its nodes, so that short forms inside of it are read too; only its JSON is the long form. */
function wrap(make: (value: unknown) => unknown, node: YAMLMap | YAMLSeq): YAMLMap | YAMLSeq {
  const toJSON = node.toJSON.bind(node) as (...args: unknown[]) => unknown;
  Object.defineProperty(node, 'toJSON', { value: (...args: unknown[]) => make(toJSON(...args)) });
  return node;
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** How deep brackets nest, without a recursion that could itself be too deep. Brackets in strings may count: the bound is far above them. */
function deepestBracket(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) {
        at++;
      } else if (code === 34 || code === 10) {
        quoted = false;
      }
    } else if (code === 34) {
      quoted = true;
    } else if (code === 91 || code === 123) {
      deepest = Math.max(deepest, ++depth);
    } else if (code === 93 || code === 125) {
      depth = Math.max(0, depth - 1);
    }
  }
  return deepest;
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 200);
}
