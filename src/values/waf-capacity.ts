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
const MANAGED_RULE_GROUPS: Readonly<Record<string, number>> = {
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
};

type Json = Readonly<Record<string, unknown>>;
type Units = (statement: Json) => number;

// Base costs: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html
const MATCH_STATEMENTS: Readonly<Record<string, Units>> = {
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
};

const RATE_BASED_UNITS = 2;
const CUSTOM_KEY_UNITS = 30;
const TRANSFORMATION_UNITS = 10;
const LABELS_PER_UNIT = 5;

/** The capacity units of a set of rules. */
export interface Capacity {
  /** Everything that can be counted. An upper bound: WAF charges some repeated text transformations once. */
  readonly units: number;
  /** What cannot be counted here: rule groups that the table does not know, statements that came later. */
  readonly unknown: readonly string[];
}

/**
 * Counts the web ACL capacity units (WCU) of rules.
 *
 * @param rules the `Rules` of a web ACL or a rule group: CloudFormation's JSON, or CDK's spelling of it
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
 */
export function capacityOfRules(rules: unknown): Capacity {
  return Array.isArray(rules) ? sum(rules.map((rule) => ruleCapacity(objectOf(lowerKeys(rule))))) : unknown('rules');
}

/** What one million requests cost more, in USD, for the units beyond those that the base price includes. */
export function capacitySurcharge(units: number): number {
  const { included, stepUnits, stepPriceUsdPerMillion } = WEB_ACL_CAPACITY;
  return Math.ceil(Math.max(0, units - included) / stepUnits) * stepPriceUsdPerMillion;
}

function ruleCapacity(rule: Json): Capacity {
  const statement = child(rule, 'statement');
  return sum([
    counted(Math.ceil(listOf(rule.rulelabels).length / LABELS_PER_UNIT)),
    Object.keys(statement).length === 0 ? unknown('rule without a statement') : capacityOf(statement),
  ]);
}

function capacityOf(statement: Json): Capacity {
  return sum(Object.entries(statement).map(([type, body]) => statementCapacity(type, objectOf(body))));
}

function statementCapacity(type: string, body: Json): Capacity {
  switch (type) {
    case 'andstatement':
    case 'orstatement':
      return sum(listOf(body.statements).map(capacityOf));
    case 'notstatement':
      return capacityOf(child(body, 'statement'));
    case 'ratebasedstatement':
      return sum([
        counted(RATE_BASED_UNITS + CUSTOM_KEY_UNITS * listOf(body.customkeys).length),
        capacityOf(child(body, 'scopedownstatement')),
      ]);
    case 'managedrulegroupstatement':
      return sum([managedGroup(body), capacityOf(child(body, 'scopedownstatement'))]);
    default: {
      const units = MATCH_STATEMENTS[type];
      return units === undefined ? unknown(type) : counted(units(body));
    }
  }
}

function managedGroup(group: Json): Capacity {
  const units = group.vendorname === 'AWS' ? MANAGED_RULE_GROUPS[String(group.name)] : undefined;
  return units === undefined ? unknown(`${String(group.vendorname)} ${String(group.name)}`) : counted(units);
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

/** CloudFormation writes `IPSetReferenceStatement`, CDK `ipSetReferenceStatement`. */
function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(lowerKeys);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), lowerKeys(entry)]))
    : value;
}

function child(parent: Json, key: string): Json {
  return objectOf(parent[key]);
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? value as Json : {};
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
