import { type Json, type JsonObject, isObject, listOf, member, objectOf } from './json';
import { isLoop } from './loops';
import { regionSpelled } from './pseudo-parameters';
import { asReference, hasUnknown, isUnknown, literal, pseudoParameter, referenceTo, unknown } from './symbols';

/** What the values of one stack refer to beyond themselves. */
export interface Surroundings {
  /** Key of the stack. */
  readonly stack: string;
  readonly template: JsonObject;
  /** Values of pseudo parameters that are known. */
  readonly pseudo: Readonly<Record<string, string>>;
  /** What the parent of a nested stack passes. */
  parameter(name: string): Json | undefined;
  /** What a stack of the app exports. */
  exported(name: string): Json | undefined;
  /** The value of an SSM parameter that a stack of the app makes. */
  ssmParameter(name: string): Json | undefined;
  /** An output of a stack of the app, by its physical name. */
  output(stackName: string, name: string): Json | undefined;
  /** An attribute of a resource that another template answers, as outputs of a nested stack are. */
  attribute(logicalId: string, attribute: string): Json | undefined;
}

/** `AWS::NoValue`: as if it had not been written. */
const NOTHING = Symbol('AWS::NoValue');
type Result = Json | typeof NOTHING;

const PSEUDO = ['AWS::AccountId', 'AWS::NotificationARNs', 'AWS::Partition', 'AWS::Region', 'AWS::StackId', 'AWS::StackName', 'AWS::URLSuffix'];

/** Deeper than any value that can be read; only what refers to itself comes here. */
const DEEPEST = 700;

/** Attributes that say the same as a Ref. */
const SAME_AS_REF: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Authorizer': 'AuthorizerId',
  'AWS::ApiGateway::Deployment': 'DeploymentId',
  'AWS::ApiGateway::Resource': 'ResourceId',
  'AWS::ApiGateway::RestApi': 'RestApiId',
  'AWS::ApiGateway::UsagePlan': 'Id',
  'AWS::ApiGateway::ApiKey': 'APIKeyId',
  'AWS::Cognito::UserPool': 'UserPoolId',
  'AWS::Cognito::UserPoolClient': 'ClientId',
  'AWS::EC2::SecurityGroup': 'GroupId',
  'AWS::EC2::Subnet': 'SubnetId',
  'AWS::EC2::VPC': 'VpcId',
  'AWS::EC2::VPCEndpoint': 'Id',
  'AWS::EC2::RouteTable': 'RouteTableId',
  'AWS::KMS::Key': 'KeyId',
  'AWS::SecretsManager::Secret': 'Id',
  'AWS::SNS::Topic': 'TopicArn',
  'AWS::NetworkFirewall::Firewall': 'FirewallArn',
  'AWS::NetworkFirewall::FirewallPolicy': 'FirewallPolicyArn',
  'AWS::NetworkFirewall::RuleGroup': 'RuleGroupArn',
  'AWS::StepFunctions::StateMachine': 'Arn',
};

/** Resolves the values of one stack as far as its templates tell; the rest stays as symbols. */
export class Evaluator {
  private depth = 0;
  private readonly conditions = new Map<string, boolean | undefined>();

  public constructor(private readonly around: Surroundings) {}

  /** The value, or undefined where it is `AWS::NoValue`. */
  public value(value: unknown): Json | undefined {
    const result = this.resolve(value as Json);
    return result === NOTHING ? undefined : result;
  }

  /** Whether a condition holds; undefined where the templates don't tell. */
  public condition(name: string): boolean | undefined {
    if (!this.conditions.has(name)) {
      this.conditions.set(name, undefined); // one that refers to itself is not known
      this.conditions.set(name, this.holds(member(member(this.around.template, 'Conditions'), name)));
    }
    return this.conditions.get(name);
  }

  private resolve(value: Json | undefined): Result {
    if (this.depth > DEEPEST) {
      return unknown('value that refers to itself');
    }
    this.depth++;
    try {
      return this.resolved(value);
    } finally {
      this.depth--;
    }
  }

  private resolved(value: Json | undefined): Result {
    if (typeof value === 'string') {
      return this.dynamicReferences(literal(value));
    }
    if (Array.isArray(value)) {
      return value.map((entry: Json) => this.resolve(entry)).filter((entry) => entry !== NOTHING);
    }
    if (!isObject(value)) {
      return value ?? null;
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
      case 'Fn::ToJsonString': return JSON.stringify(this.value(argument) ?? null);
      case 'Fn::Length': {
        const list = this.resolve(argument);
        return Array.isArray(list) ? list.length : unknown('length of a list');
      }
      case 'Fn::GetStackOutput': return this.stackOutput(argument);
      case 'Fn::GetAZs': return unknown('Availability Zones');
      case 'Condition': {
        // In `Conditions` a reference to another one, anywhere else (a policy statement) a member of that name.
        return { Condition: literal(String(argument)) };
      }
      default: return unknown(`${name} ${this.spelled(argument)}`);
    }
  }

  private ref(argument: Json | undefined): Result {
    // With AWS::LanguageExtensions a name may be computed.
    const name = String(typeof argument === 'object' ? this.value(argument) : argument);
    if (hasUnknown(name)) {
      return unknown(`reference to ${this.spelled(argument)}`);
    }
    if (name === 'AWS::NoValue') {
      return NOTHING;
    }
    if (PSEUDO.includes(name)) {
      return this.around.pseudo[name] ?? pseudoParameter(name === 'AWS::StackId' ? `AWS::StackId of ${this.around.stack}` : name);
    }
    if (member(this.around.template, 'Resources') && member(member(this.around.template, 'Resources'), name)) {
      return referenceTo(`${this.around.stack}#${name}`, 'Ref');
    }
    return this.parameter(name);
  }

  private parameter(name: string): Json {
    const passed = this.around.parameter(name);
    if (passed !== undefined) {
      return passed;
    }
    const declared = member(member(this.around.template, 'Parameters'), name);
    if (declared === undefined) {
      return unknown(`reference to ${name}, which the template does not declare`);
    }
    const type = String(member(declared, 'Type'));
    const standard = member(declared, 'Default');
    if (type.startsWith('AWS::SSM::Parameter::Value')) {
      const known = standard === undefined ? undefined : this.around.ssmParameter(String(standard));
      return known ?? unknown(`SSM parameter ${standard === undefined ? name : String(standard)}`);
    }
    // What is deployed may differ from the default: it is named, not believed.
    return unknown(`parameter ${name}${standard === undefined || standard === '' ? '' : ` (default ${String(standard)})`}`);
  }

  private getAtt(argument: Json | undefined): Result {
    const parts = Array.isArray(argument) ? argument.map((part: Json) => this.text(part)) : String(argument).split('.');
    const [logicalId = '', ...rest] = parts;
    const attribute = rest.join('.');
    const resource = member(member(this.around.template, 'Resources'), logicalId);
    if (resource === undefined || attribute === '') {
      return unknown(`attribute ${parts.join('.')} of a resource that the template does not declare`);
    }
    const elsewhere = this.around.attribute(logicalId, attribute);
    if (elsewhere !== undefined) {
      return elsewhere;
    }
    const type = String(member(resource, 'Type'));
    return referenceTo(`${this.around.stack}#${logicalId}`, SAME_AS_REF[type] === attribute ? 'Ref' : attribute);
  }

  private join([separator, list]: readonly Json[]): Result {
    const [by, text] = listOf(member(list, 'Fn::Split'));
    if (by === '-' && this.resolve(text) === pseudoParameter('AWS::Region')) {
      return regionSpelled(this.text(separator));
    }
    const parts = this.resolve(list);
    if (!Array.isArray(parts)) {
      return isUnknown(parts as Json) ? unknown(`list ${String(parts).slice(2, -1)}`) : this.text(list);
    }
    return parts.map((part: Json) => asText(part)).join(this.text(separator));
  }

  private sub(argument: Json | undefined): Result {
    const [text, names] = Array.isArray(argument) ? argument as Json[] : [argument];
    if (typeof text !== 'string') {
      return unknown('Fn::Sub without a text');
    }
    return text.replace(/[‹›]/g, '\ufffd').replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
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
    });
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
    return unknown(`${asText(at === NOTHING ? '' : at)} of ${this.spelled(list)}`);
  }

  private split([separator, text]: readonly Json[]): Result {
    const whole = this.text(text);
    const by = this.text(separator);
    // A symbol may hold the separator once it is known.
    return by === '' || /‹/.test(whole) && !isFreeOf(by, whole) ? unknown(`split of ${this.spelled(text)} by ${by}`) : whole.split(by);
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
    // A condition that only turns another one around is that one, turned around.
    const turned = member(listOf(member(member(member(this.around.template, 'Conditions'), String(name)), 'Fn::Not'))[0], 'Condition');
    const [condition, first, second] = turned === undefined ? [String(name), yes, no] : [String(turned), no, yes];
    return unknown(`condition ${condition} (${this.spelled(first)} or ${this.spelled(second)})`);
  }

  private findInMap([map, first, second, options]: readonly Json[]): Result {
    const keys = [map, first, second].map((key) => this.text(key));
    const found = keys.reduce<Json | undefined>((place, key) => member(place, key), member(this.around.template, 'Mappings'));
    if (found !== undefined && !isObject(found)) {
      return this.resolve(found);
    }
    const standard = member(options, 'DefaultValue');
    return standard !== undefined && !keys.some((key) => hasUnknown(key) || key.includes('‹'))
      ? this.resolve(standard)
      : unknown(`mapping ${keys.map((key) => key.replace(/[‹›?]/g, '')).join('.')}${this.choices(keys)}`);
  }

  /** What a mapping may come to, where it is not known which entry counts. */
  private choices([map = '', first = '', second = '']: readonly string[]): string {
    const entries = Object.entries(objectOf(member(member(this.around.template, 'Mappings'), map))).filter(([key]) => key === first || first.includes('‹'));
    const values = entries.flatMap(([, entry]) => Object.entries(objectOf(entry)).filter(([key]) => key === second || second.includes('‹')).map(([, value]) => this.spelled(value)));
    return values.length === 0 ? '' : ` (${[...new Set(values)].join(' or ')})`;
  }

  private importValue(argument: Json | undefined): Result {
    const name = this.text(argument);
    return this.around.exported(name) ?? unknown(`import ${name}`);
  }

  private stackOutput(argument: Json | undefined): Result {
    const [stackName, output] = [this.text(member(argument, 'StackName')), this.text(member(argument, 'OutputName'))];
    return this.around.output(stackName, output) ?? unknown(`output ${output} of stack ${stackName}`);
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
  private dynamicReferences(text: string): Json {
    if (!text.includes('{{resolve:')) {
      return text;
    }
    const whole = /^\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}$/.exec(text);
    const known = whole ? this.around.ssmParameter(whole[1]!) : undefined;
    return known ?? text.replace(/\{\{resolve:([^}]*)\}\}/g, (_, what: string) => unknown(`dynamic reference ${what}`));
  }

  private holds(condition: Json | undefined): boolean | undefined {
    const [name, ...more] = isObject(condition) ? Object.keys(condition) : [];
    if (name === undefined || more.length > 0) {
      return undefined;
    }
    const argument = member(condition, name);
    switch (name) {
      case 'Condition': return this.condition(String(argument));
      case 'Fn::Equals': {
        const [one, other] = listOf(argument).map((entry) => this.value(entry));
        return one === undefined || other === undefined || hasSymbol(one) || hasSymbol(other)
          ? (JSON.stringify(one) === JSON.stringify(other) && one !== undefined ? true : undefined)
          : JSON.stringify(one) === JSON.stringify(other);
      }
      case 'Fn::Not': {
        const inner = this.holds(listOf(argument)[0]);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And': {
        const all = listOf(argument).map((entry) => this.holds(entry));
        return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
      }
      case 'Fn::Or': {
        const all = listOf(argument).map((entry) => this.holds(entry));
        return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
      }
      default: return undefined;
    }
  }

  private text(value: Json | undefined): string {
    const result = this.resolve(value);
    return result === NOTHING ? '' : asText(result);
  }

  /** An expression in the name of an unknown: short, and the same for the same expression. */
  private spelled(value: Json | undefined): string {
    return JSON.stringify(this.value(value) ?? null).replace(/"/g, '').replace(/‹\?([^‹›]*)›/g, '$1').replace(/‹([^‹›]*)›/g, '⟨$1⟩');
  }
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function hasSymbol(value: Json): boolean {
  return JSON.stringify(value).includes('‹');
}

/** Pseudo parameters hold no separator that anybody splits by, but for hyphens; references and unknowns may hold any. */
function isFreeOf(separator: string, text: string): boolean {
  return asReference(text) === undefined && !(separator === '-' && /‹AWS::(Region|StackName)›/.test(text)) && !/‹[^‹›]*[#?][^‹›]*›/.test(text) && !text.includes('‹AWS::StackId');
}
