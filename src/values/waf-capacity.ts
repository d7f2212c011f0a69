import { type WafJson as Json, child, listOf, lowerKeys, objectOf } from './waf-json';

/** What a web ACL may hold, and what its capacity costs. */
export const WEB_ACL_CAPACITY = {
  // https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
  maximum: 5000,
  // https://aws.amazon.com/waf/pricing/
  included: 1500,
  stepUnits: 500,
  stepPriceUsdPerMillion: 0.2,
} as const;

// WCUs - stated by each group's page below https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
const MANAGED_RULE_GROUPS: ReadonlyMap<string, number> = new Map(Object.entries({
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
}));

type Units = (statement: Json) => number;

// "WCUs" on the page of each statement below https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html
const MATCH_STATEMENTS: ReadonlyMap<string, Units> = new Map(Object.entries<Units>({
  asnmatchstatement: () => 1,
  geomatchstatement: () => 1,
  labelmatchstatement: () => 1,
  ipsetreferencestatement: (statement) => (child(statement, 'ipsetforwardedipconfig').position === 'ANY' ? 5 : 1),
  sizeconstraintstatement: inspecting(() => 1),
  bytematchstatement: inspecting(({ positionalconstraint }) => (String(positionalconstraint).startsWith('CONTAINS') ? 10 : 2)),
  regexmatchstatement: inspecting(() => 3),
  regexpatternsetreferencestatement: inspecting(() => 25),
  sqlimatchstatement: inspecting(({ sensitivitylevel }) => (sensitivitylevel === 'HIGH' ? 30 : 20)),
  xssmatchstatement: inspecting(() => 40),
}));

// https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
const RATE_BASED_UNITS = 2;
const CUSTOM_KEY_UNITS = 30;
const TRANSFORMATION_UNITS = 10;
// Of the web ACL or the rule group as a whole: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-add.html
const LABELS_PER_UNIT = 5;

/** The capacity units of a set of rules. */
export interface Capacity {
  /** Everything that can be counted: what WAF calls the maximum. It charges some repeated text transformations once, and does not say which. */
  readonly units: number;
  /** What cannot be counted here: rule groups that the table does not know, statements that came later. */
  readonly unknown: readonly string[];
}

/** The capacity units of one rule, without its labels. */
export interface RuleCapacity extends Capacity {
  readonly name: string;
}

/** Rule groups whose capacity is known from elsewhere: by `groupKey`. */
export type KnownGroups = ReadonlyMap<string, number>;

/**
 * How a rule group is named in `KnownGroups`.
 *
 * @param reference the ARN of a rule group (a reference, resolved), or `VENDOR NAME` of a managed one
 */
export function groupKey(reference: unknown): string {
  return typeof reference === 'string' ? reference : JSON.stringify(lowerKeys(reference));
}

/**
 * Counts the web ACL capacity units (WCU) of rules: the sum of the rules, and one for every five labels that they add.
 *
 * @param rules the `Rules` of a web ACL or a rule group: CloudFormation's JSON, or CDK's spelling of it
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
 */
export function capacityOfRules(rules: unknown, groups: KnownGroups = new Map()): Capacity {
  if (!Array.isArray(rules)) {
    return unknown('rules');
  }
  const labels = rules.reduce<number>((total, rule) => total + listOf(objectOf(lowerKeys(rule)).rulelabels).length, 0);
  return sum([...capacityPerRule(rules, groups), counted(Math.ceil(labels / LABELS_PER_UNIT))]);
}

/** Counts the capacity units of each rule, without labels, which count over all rules together. */
export function capacityPerRule(rules: unknown, groups: KnownGroups = new Map()): RuleCapacity[] {
  return Array.isArray(rules) ? rules.map((each) => {
    const rule = objectOf(lowerKeys(each));
    const statement = child(rule, 'statement');
    const capacity = Object.keys(statement).length === 0 ? unknown('rule without a statement') : capacityOf(statement, groups);
    return { name: String(rule.name), ...capacity };
  }) : [];
}

/** What one million requests cost more, in USD, for the units beyond those that the base price includes. */
export function capacitySurcharge(units: number): number {
  const { included, stepUnits, stepPriceUsdPerMillion } = WEB_ACL_CAPACITY;
  return Math.ceil(Math.max(0, units - included) / stepUnits) * stepPriceUsdPerMillion;
}

function capacityOf(statement: Json, groups: KnownGroups): Capacity {
  return sum(Object.entries(statement).map(([type, body]) => statementCapacity(type, objectOf(body), groups)));
}

function statementCapacity(type: string, body: Json, groups: KnownGroups): Capacity {
  switch (type) {
    case 'andstatement':
    case 'orstatement':
      return sum(listOf(body.statements).map((each) => capacityOf(each, groups)));
    case 'notstatement':
      return capacityOf(child(body, 'statement'), groups);
    case 'ratebasedstatement':
      return sum([
        counted(RATE_BASED_UNITS + CUSTOM_KEY_UNITS * listOf(body.customkeys).length),
        capacityOf(child(body, 'scopedownstatement'), groups),
      ]);
    case 'managedrulegroupstatement': {
      const name = `${String(body.vendorname)} ${String(body.name)}`;
      const table = body.vendorname === 'AWS' ? MANAGED_RULE_GROUPS.get(String(body.name)) : undefined;
      return sum([group(table ?? groups.get(groupKey(name)), name), capacityOf(child(body, 'scopedownstatement'), groups)]);
    }
    case 'rulegroupreferencestatement':
      return group(groups.get(groupKey(body.arn)), type);
    default: {
      const units = MATCH_STATEMENTS.get(type);
      return units === undefined ? unknown(type) : counted(units(body));
    }
  }
}

function group(units: number | undefined, name: string): Capacity {
  return units === undefined ? unknown(name) : counted(units);
}

/** What inspecting a part of the request adds: a JSON body doubles the base, each transformation and "all query arguments" adds ten. */
function inspecting(base: Units): Units {
  return (statement) => {
    const field = child(statement, 'fieldtomatch');
    const transformations = [...listOf(statement.texttransformations), ...listOf(statement.preparsetexttransformations)];
    return base(statement) * ('jsonbody' in field ? 2 : 1)
      + ('allqueryarguments' in field ? TRANSFORMATION_UNITS : 0)
      + transformations.filter(({ type }) => type !== 'NONE').length * TRANSFORMATION_UNITS;
  };
}

function counted(units: number): Capacity {
  return { units, unknown: [] };
}

function unknown(what: string): Capacity {
  return { units: 0, unknown: [what] };
}

function sum(parts: readonly Capacity[]): Capacity {
  return {
    units: parts.reduce((total, part) => total + part.units, 0),
    unknown: parts.flatMap((part) => part.unknown),
  };
}
