import { attributeName } from './attributes';
import { Conditions } from './conditions';
import { type Json, type JsonObject, isObject, listOf, member, objectOf } from './json';
import { isLoop } from './loops';
import { regionSpelled } from './pseudo-parameters';
import { secretMark } from './secret-mark';
import { LONGEST, sizeOf } from './size';
import { splitAround } from './split';
import type { Surroundings } from './surroundings';
import { hasUnknown, inStack, isUnknown, literal, pseudoParameter, referenceTo, unknown } from './symbols';

/** `AWS::NoValue`: as if it had not been written. */
const NOTHING = Symbol('AWS::NoValue');
type Result = Json | typeof NOTHING;

/** Pseudo parameters that say something else in every stack. */
const OF_STACK = ['AWS::NotificationARNs', 'AWS::StackId', 'AWS::StackName'];
const PSEUDO = ['AWS::AccountId', 'AWS::NotificationARNs', 'AWS::Partition', 'AWS::Region', 'AWS::StackId', 'AWS::StackName', 'AWS::URLSuffix'];

/** What is being made is not there yet: whoever needs it refers to itself. */
const RUNNING = Symbol('running');
const SELF = unknown('value that refers to itself');

/** Resolves the values of one stack as far as its templates tell; the rest stays as symbols. */
export class Evaluator {
  private readonly values = new WeakMap<object, Result | typeof RUNNING>();
  private readonly conditions: Conditions;
  private readonly parameters = new Map<string, Json>();
  private readonly mappings = new Map<string, string>();

  public constructor(private readonly around: Surroundings) {
    this.conditions = new Conditions(around, (value) => this.value(value));
  }

  /** The value, or undefined where it is `AWS::NoValue`. */
  public value(value: unknown): Json | undefined {
    const result = this.resolve(value as Json);
    return result === NOTHING ? undefined : result;
  }

  /** Whether a condition holds; undefined where the templates don't tell. */
  public condition(name: string): boolean | undefined {
    return this.conditions.holds(name);
  }

  /** Every node of the template is made once, however many values refer to it. */
  private resolve(value: Json | undefined): Result {
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'string' ? this.dynamicReferences(literal(value)) : value ?? null;
    }
    const known = this.values.get(value);
    if (known !== undefined) {
      return known === RUNNING ? SELF : known;
    }
    if (!this.around.effort.enter()) {
      return SELF;
    }
    this.values.set(value, RUNNING);
    try {
      const result = this.resolved(value);
      this.values.set(value, result);
      return result;
    } finally {
      this.around.effort.leave();
    }
  }

  private resolved(value: JsonObject | readonly Json[]): Result {
    if (Array.isArray(value)) {
      return value.map((entry: Json) => this.resolve(entry)).filter((entry) => entry !== NOTHING);
    }
    if (!isObject(value)) {
      return null;
    }
    const [name, ...more] = Object.keys(value);
    if (name !== undefined && more.length === 0 && (name === 'Ref' || name.startsWith('Fn::') || name === 'Condition' && typeof value[name] === 'string')) {
      return this.call(name, value[name]);
    }
    const members: [string, Json][] = [];
    for (const [key, entry] of Object.entries(value)) {
      // A macro, or a loop, that stands among other members adds some that nobody knows yet.
      const isLater = key === 'Fn::Transform' || isLoop(key);
      const result = isLater ? this.call(key, entry) : this.resolve(entry);
      if (result !== NOTHING) {
        members.push([isLater ? '*' : literal(key), result]);
      }
    }
    return Object.fromEntries(members);
  }

  private call(name: string, argument: Json | undefined): Result {
    const args = listOf(argument);
    switch (name) {
      case 'Ref': return this.ref(argument);
      case 'Fn::GetAtt': return this.getAtt(argument);
      case 'Fn::Join': return this.join(args);
      case 'Fn::Sub': return this.sub(argument);
      case 'Fn::Select': return this.select(args);
      case 'Fn::Split': return this.split(args);
      case 'Fn::If': return this.choose(args);
      case 'Fn::FindInMap': return this.findInMap(args);
      case 'Fn::ImportValue': return this.importValue(argument);
      case 'Fn::Base64': return this.text(argument);
      case 'Fn::ToJsonString': return this.made(JSON.stringify(this.value(argument) ?? null));
      case 'Fn::Length': {
        const list = this.resolve(argument);
        return Array.isArray(list) ? list.length : this.open(`length of ${this.spelled(argument)}`);
      }
      case 'Fn::GetStackOutput': return this.stackOutput(argument);
      case 'Fn::GetAZs': return unknown('Availability Zones');
      case 'Condition': {
        // In `Conditions` a reference to another one, anywhere else (a policy statement) a member of that name.
        return { Condition: literal(String(argument)) };
      }
      default: return this.open(`${name} ${this.spelled(argument)}`);
    }
  }

  private ref(argument: Json | undefined): Result {
    // With AWS::LanguageExtensions a name may be computed.
    const name = String(typeof argument === 'object' ? this.value(argument) : argument);
    if (hasUnknown(name)) {
      return this.open(`reference to ${this.spelled(argument)}`);
    }
    if (name === 'AWS::NoValue') {
      return NOTHING;
    }
    if (PSEUDO.includes(name)) {
      return this.around.pseudo[name] ?? pseudoParameter(OF_STACK.includes(name) ? inStack(name, this.around.stack) : name);
    }
    if (member(this.around.template, 'Resources') && member(member(this.around.template, 'Resources'), name)) {
      return referenceTo(`${this.around.stack}#${literal(name)}`, 'Ref');
    }
    const known = this.parameters.get(name) ?? this.parameter(name);
    this.parameters.set(name, known);
    this.around.effort.spend(sizeOf(known), this.around.stack);
    return known;
  }

  private parameter(name: string): Json {
    const passed = this.carried(this.around.parameter(name), `parameter ${name}`);
    if (passed !== undefined) {
      return passed;
    }
    const declared = member(member(this.around.template, 'Parameters'), name);
    if (declared === undefined) {
      return this.open(`reference to ${name}, which the template does not declare`, true);
    }
    const type = String(member(declared, 'Type'));
    const standard = member(declared, 'Default');
    if (type.startsWith('AWS::SSM::Parameter::Value')) {
      return standard === undefined ? this.open(`SSM parameter ${name}`, true) : this.ssmParameter(String(standard)) ?? this.open(`SSM parameter ${String(standard)}`);
    }
    // What is deployed may differ from the default: it is named, not believed.
    const shown = String(member(declared, 'NoEcho')) === 'true' ? secretMark(String(standard)) : literal(String(standard).slice(0, LONGEST));
    return this.open(`parameter ${name}${standard === undefined || standard === '' ? '' : ` (default ${shown})`}`, true);
  }

  private getAtt(argument: Json | undefined): Result {
    const parts = Array.isArray(argument) ? argument.map((part: Json) => this.text(part)) : String(argument).split('.');
    const [logicalId = '', ...rest] = parts;
    const attribute = rest.join('.');
    const resource = member(member(this.around.template, 'Resources'), logicalId);
    if (resource === undefined || attribute === '') {
      return this.open(`attribute ${parts.join('.')} of a resource that the template does not declare`, true);
    }
    const elsewhere = this.carried(this.around.attribute(logicalId, attribute), `attribute ${logicalId}.${attribute}`);
    if (elsewhere !== undefined) {
      return elsewhere;
    }
    const type = String(member(resource, 'Type'));
    return referenceTo(`${this.around.stack}#${literal(logicalId)}`, literal(attributeName(type, attribute)));
  }

  private join([separator, list]: readonly Json[]): Result {
    const [by, text] = listOf(member(list, 'Fn::Split'));
    if (by === '-' && this.resolve(text) === pseudoParameter('AWS::Region')) {
      return regionSpelled(this.text(separator));
    }
    const parts = this.resolve(list);
    if (!Array.isArray(parts)) {
      return isUnknown(parts as Json) ? this.open(`list ${String(parts)}`) : this.text(list);
    }
    return this.dynamicReferences(this.made(parts.map((part: Json) => asText(part)).join(this.text(separator))));
  }

  private sub(argument: Json | undefined): Result {
    const [text, names] = Array.isArray(argument) ? argument as Json[] : [argument];
    if (typeof text !== 'string') {
      return this.open('Fn::Sub without a text');
    }
    return this.dynamicReferences(this.made(literal(text).replace(/\$\{([^{}]*)\}/g, (_, inner: string) => {
      if (inner.startsWith('!')) {
        return `\${${inner.slice(1)}}`;
      }
      const name = inner.trim();
      const given = member(names, name);
      if (given !== undefined) {
        return this.text(given);
      }
      const result = name.includes('.') ? this.getAtt(name) : this.ref(name);
      return result === NOTHING ? '' : asText(result);
    })));
  }

  private select([index, list]: readonly Json[]): Result {
    const at = this.resolve(index);
    const from = this.resolve(list);
    if (Array.isArray(from) && /^\d+$/.test(String(at)) && !from.some((entry: Json) => isUnknown(entry) && from.length === 1)) {
      const entry = from[Number(at)] as Json | undefined;
      if (entry !== undefined) {
        return entry;
      }
    }
    return this.open(`${asText(at === NOTHING ? '' : at)} of ${this.spelled(list)}`);
  }

  private split([separator, text]: readonly Json[]): Result {
    const by = this.text(separator);
    return splitAround(by, this.text(text)) ?? this.open(`split of ${this.spelled(text)} by ${by}`);
  }

  private choose([name, yes, no]: readonly Json[]): Result {
    const holds = this.condition(String(name));
    if (holds !== undefined) {
      return this.resolve(holds ? yes : no);
    }
    const one = this.resolve(yes);
    const other = this.resolve(no);
    if (one !== NOTHING && other !== NOTHING && JSON.stringify(one) === JSON.stringify(other)) {
      return one;
    }
    const turned = this.conditions.turnedAround(String(name));
    const [condition, first, second] = turned === undefined ? [String(name), yes, no] : [turned, no, yes];
    return this.open(`condition ${condition} (${this.spelled(first)} or ${this.spelled(second)})`, true);
  }

  private findInMap([map, first, second, options]: readonly Json[]): Result {
    const keys = [map, first, second].map((key) => this.text(key));
    const found = keys.reduce<Json | undefined>((place, key) => member(place, key), member(this.around.template, 'Mappings'));
    if (found !== undefined && !isObject(found)) {
      return this.carried(this.value(found), `mapping ${keys.join('.')}`) ?? NOTHING;
    }
    const standard = member(options, 'DefaultValue');
    return standard !== undefined && !keys.some((key) => hasUnknown(key) || key.includes('‹'))
      ? this.resolve(standard)
      : this.open(`mapping ${keys.join('.')}${this.choices(keys)}`, true);
  }

  /** What a mapping may come to, where it is not known which entry counts. */
  private choices([map = '', first = '', second = '']: readonly string[]): string {
    const key = JSON.stringify([map, first, second]);
    const known = this.mappings.get(key);
    if (known !== undefined) {
      return known;
    }
    const entries = Object.entries(objectOf(member(member(this.around.template, 'Mappings'), map))).filter(([name]) => name === first || first.includes('‹'));
    const values = entries.flatMap(([, entry]) => Object.entries(objectOf(entry)).filter(([name]) => name === second || second.includes('‹')).map(([, value]) => this.spelled(value)));
    const choices = values.length === 0 ? '' : ` (${[...new Set(values)].join(' or ')})`;
    this.mappings.set(key, choices);
    return choices;
  }

  private importValue(argument: Json | undefined): Result {
    const name = this.text(argument);
    return this.carried(this.around.exported(name), `import ${name}`) ?? this.open(`import ${name}`);
  }

  private stackOutput(argument: Json | undefined): Result {
    const [stackName, output] = [this.text(member(argument, 'StackName')), this.text(member(argument, 'OutputName'))];
    const what = `output ${output} of stack ${stackName}`;
    return this.carried(this.around.output(stackName, output), what) ?? this.open(what);
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
  private dynamicReferences(text: string): Json {
    if (!text.includes('{{resolve:')) {
      return text;
    }
    const whole = /^\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}$/.exec(text);
    const known = whole ? this.ssmParameter(whole[1]!) : undefined;
    return known ?? text.replace(/\{\{resolve:([^{}]*)\}\}/g, (_, what: string) => this.open(`dynamic reference ${what}`));
  }

  private ssmParameter(name: string): Json | undefined {
    return this.carried(this.around.ssmParameter(name), `SSM parameter ${name}`);
  }

  /** What one template hands to another, or to itself by another name: where it grows on the way it comes to an end. */
  private carried(value: Json | undefined, what: string): Json | undefined {
    if (value === undefined) {
      return undefined;
    }
    const size = sizeOf(value);
    this.around.effort.spend(size, this.around.stack);
    return size > LONGEST ? this.open(`${what}, which is longer than CloudFormation hands on`) : value;
  }

  private made(text: string): string {
    this.around.effort.spend(text.length, this.around.stack);
    return text;
  }

  /** @param own whether the same name says something else in another stack */
  private open(what: string, own = false): string {
    return this.made(unknown(own ? inStack(what, this.around.stack) : what));
  }

  private text(value: Json | undefined): string {
    const result = this.resolve(value);
    return result === NOTHING ? '' : asText(result);
  }

  /** An expression in the name of an unknown: short, and the same for the same expression. */
  private spelled(value: Json | undefined): string {
    return this.made(JSON.stringify(this.value(value) ?? null).replace(/["\\]/g, ''));
  }
}

function asText(value: Json): string {
  return typeof value === 'object' && value !== null ? unknown('a list or an object in the place of a text') : String(value);
}
