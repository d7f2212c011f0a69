import { isSecretName, isWrittenOut, kindOfSecret } from './secret-literal';
import type { App, Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, table } from '../assembly/json';
import { isSecretMark, secretMark } from '../assembly/secret-mark';
import { CLOSE, OPEN, replaceSymbols } from '../assembly/symbols';

/** Properties that hold a secret whatever it looks like; others are told by their name. */
const SECRETS = table<readonly string[]>({
  'AWS::ApiGateway::ApiKey': ['Value'],
  'AWS::SecretsManager::Secret': ['SecretString', 'SecretStringTemplate'],
});
/** Shorter values of properties with the name of a secret are settings: `bearerFormat: JWT`. */
const SHORTEST = 8;
/** What an integration sends of itself: a text between quotes, to a header or a parameter that holds credentials. */
const SENT = /^integration\.request\.(header|querystring)\..*(authorization|api-?key|token|cookie|passw(or)?d|secret)$/i;
/** Properties that are scripts, and what they set: `export DB_PASSWORD=...`. */
const SCRIPTS = ['UserData'];
const ASSIGNMENT = /\b(\w+)(\s*[=:]\s*["']?)([^\s"';,]+)/g;
/** Shorter secrets may be words that stand elsewhere for themselves. */
const TELLING = 12;

/**
 * An app in which a mark stands in the place of each secret that a template writes out, so that no report, comment or stored model repeats it.
 * Another secret has another mark: that it changed can still be told.
 */
export function withoutSecrets(app: App): App {
  const hidden = new Hidden();
  // What is a secret in one place is one in every other.
  everyText(app, (text, isSecret) => (isSecret ? hidden.learn(text) : text));
  const shown = everyText(app, (text, isSecret) => (isSecret ? hidden.secret(text) : hidden.elsewhere(text)));
  const stacks = app.stacks.map((stack) => (stack.leftOpen === undefined ? stack : { ...stack, leftOpen: hidden.leftOpen(stack.leftOpen) }));
  return { ...shown, stacks };
}

type Change = (text: string, isSecret: boolean) => string;

function everyText(app: App, change: Change): App {
  return {
    ...app,
    resources: app.resources.map((resource) => ({
      ...resource,
      properties: changed(resource.properties, secretPropertiesOf(resource), change) as JsonObject,
      metadata: changed(resource.metadata, () => false, change) as JsonObject,
    })),
    outputs: app.outputs.map((output) => ({ ...output, value: changed(output.value, () => false, change, output.name) })),
  };
}

function secretPropertiesOf({ type, properties }: Resource): (name: string) => boolean {
  const names = type === 'AWS::SSM::Parameter' && isSecretName(String(properties.Name).split('/').at(-1)!) ? ['Value'] : SECRETS[type] ?? [];
  return (name) => names.includes(name);
}

function changed(value: Json, isPlace: (name: string) => boolean, change: Change, name = ''): Json {
  if (Array.isArray(value)) {
    return value.map((entry: Json) => changed(entry, isPlace, change, name));
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, entry === undefined ? entry : changed(entry, isPlace, change, key)]));
  }
  if (typeof value === 'number' && isPlace(name)) {
    return change(String(value), true);
  }
  return typeof value !== 'string' ? value : SCRIPTS.includes(name) ? changedScript(value, change)
    : change(value, isPlace(name) || isSecretName(name) && value.length >= SHORTEST || SENT.test(name) && value.startsWith('\''));
}

/** A script, but for what it sets under the name of a secret; what it takes from the surroundings, as `$KEY` or `$(command)`, is none. */
function changedScript(script: string, change: Change): string {
  const told = script.replace(ASSIGNMENT, (all, name: string, sign: string, value: string) => (
    isSecretName(name) && value.length >= SHORTEST && isWrittenOut(value) && !/^[$`[{]/.test(value) ? `${name}${sign}${change(value, true)}` : all));
  return change(told, false);
}

/** What was found to be secret. */
class Hidden {
  private readonly texts = new Map<string, string>();
  private readonly symbols = new Map<string, string>();

  public learn(text: string): string {
    if (text.includes(OPEN)) {
      replaceSymbols(text, (symbol) => this.symbols.set(symbol, withoutValues(symbol)) && undefined);
    } else if (isWrittenOut(text) && text.length >= TELLING && !isSecretMark(text)) {
      this.texts.set(text, secretMark(text));
    }
    return text;
  }

  /** The default of a parameter that is called a secret, or that one comes of, and the conditions that look at it, however short they are. */
  public leftOpen(open: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const isSecret = (parameter: string) => isSecretName(parameter) || [...this.symbols.keys()].some((symbol) => symbol.startsWith(`?parameter ${parameter} (`));
    const hides = (name: string, text: string) => (name.startsWith('parameter ') ? isSecret(name.slice('parameter '.length))
      : [...text.matchAll(/"Ref":"([^"]*)"/g)].some(([, parameter]) => isSecret(parameter!)));
    return Object.fromEntries(Object.entries(open).map(([name, text]) => [name, hides(name, text) ? secretMark(text) : text]));
  }

  /** A text where a secret is kept. What it refers to stays. */
  public secret(text: string): string {
    if (!text.includes(OPEN)) {
      return isWrittenOut(text) ? secretMark(text, kindOfSecret(text)) : text;
    }
    const symbols: string[] = [];
    const numbered = replaceSymbols(text, (symbol) => `${OPEN}${symbols.push(withoutValues(symbol)) - 1}${CLOSE}`);
    const put = (hidden: string) => replaceSymbols(hidden, (number) => `${OPEN}${symbols[Number(number)]!}${CLOSE}`);
    const json = hiddenInJson(numbered);
    const rest = replaceSymbols(numbered, () => '').trim();
    return json !== undefined ? put(json) : /[A-Za-z0-9]/.test(rest) && isWrittenOut(rest)
      ? `${secretMark(rest)} ${symbols.map((symbol) => `${OPEN}${symbol}${CLOSE}`).join(' ')}` : put(numbered);
  }

  public elsewhere(text: string): string {
    const kind = kindOfSecret(text);
    if (kind !== undefined) {
      return secretMark(text, kind);
    }
    const known = replaceSymbols(text, (symbol) => (this.symbols.has(symbol) ? `${OPEN}${this.symbols.get(symbol)!}${CLOSE}` : undefined));
    return [...this.texts].reduce((all, [secret, mark]) => (all.includes(secret) ? all.replaceAll(secret, mark) : all), known);
  }
}

/** Of a JSON that refers to what it holds, what it writes out under the name of a secret; undefined where it is no JSON. */
function hiddenInJson(text: string): string | undefined {
  try {
    let found = false;
    const hide = (name: string, value: unknown) => {
      const isHidden = typeof value === 'string' && isSecretName(name) && isWrittenOut(value);
      found ||= isHidden;
      return isHidden ? secretMark(value) : value;
    };
    const json = JSON.stringify(JSON.parse(text, hide));
    return found ? json : text;
  } catch {
    return undefined;
  }
}

/** The name of an unknown, without the values that it may come to: `?parameter Key (default [a secret 1a2b])`. */
function withoutValues(symbol: string): string {
  return !symbol.startsWith('?') ? symbol : symbol.replace(/ \((default )?(.*)\)(⟨of [^⟨⟩]*⟩)?$/s, (_, standard: string | undefined, values: string, stack: string | undefined) =>
    ` (${standard ?? ''}${secretMark(values.replace(/⟨[^⟨⟩]*⟩/g, ''))})${stack ?? ''}`);
}
