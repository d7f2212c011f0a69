import type { ErrorId } from './error-ids';
import { type WafJson, child, listOf, lowerKeys, objectOf, statementsOf } from './waf-json';

/** A rule of WAF's that a set of rules breaks. */
export interface WafProblem {
  readonly id: ErrorId;
  readonly message: string;
}

/** The limits of what holds the rules: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
export const HOLDERS = {
  WEB_ACL: { name: 'web ACL', rateRules: 10 },
  RULE_GROUP: { name: 'rule group', rateRules: 4 },
} as const;

const MOST = {
  references: 50,
  transformations: 10,
  searchBytes: 200,
  regexCharacters: 200,
  countries: 50,
  bodyBytes: 4096,
  allBodyBytes: 51_200,
  bodies: 50,
  headers: 10,
  allHeaders: 100,
} as const;

const REFERENCES = ['ipsetreferencestatement', 'regexpatternsetreferencestatement', 'rulegroupreferencestatement'];
const NOT_NESTED = ['ratebasedstatement', 'managedrulegroupstatement', 'rulegroupreferencestatement'];

/** What WAF inspects or does for other services than API Gateway, or for people only, and why it is of no use here. */
const NOT_FOR_AN_API: Readonly<Record<string, string>> = {
  ja3fingerprint: 'JA3 fingerprints are there for CloudFront and Application Load Balancers only',
  ja4fingerprint: 'JA4 fingerprints are there for CloudFront and Application Load Balancers only',
  urifragment: 'URI fragments are there for CloudFront and Application Load Balancers only',
  captcha: 'a CAPTCHA is for people: a machine gets 405 and a page that it cannot answer',
  challenge: 'a challenge is for browsers: a machine gets 202 and a script that it does not run',
  monetize: 'monetization is an answer to crawlers of web sites',
};

/**
 * What AWS WAF or API Gateway would refuse or ignore in the rules of a web ACL or a rule group, capacity apart.
 *
 * @param rules CloudFormation's JSON of the `Rules`, or CDK's spelling of it
 * @param bodies the `CustomResponseBodies`
 */
export function limitProblems(rules: unknown, holder: keyof typeof HOLDERS, bodies: unknown = {}): WafProblem[] {
  const each = listOf(lowerKeys(rules));
  return [
    ...twice(each),
    ...references(each, holder),
    ...each.flatMap((rule) => ruleProblems(rule)),
    ...each.flatMap((rule) => unknownBody(rule, bodies)),
    ...bodyProblems(bodies),
    ...headerProblems(each),
  ];
}

function twice(rules: readonly WafJson[]): WafProblem[] {
  const names = rules.map(({ name }) => String(name));
  const again = names.find((name, at) => names.indexOf(name) !== at);
  return again === undefined ? [] : [{ id: 'RuleName', message: `a web ACL or rule group has each rule name once, received: "${again}" again` }];
}

function references(rules: readonly WafJson[], holder: keyof typeof HOLDERS): WafProblem[] {
  const { name, rateRules } = HOLDERS[holder];
  const statements = rules.flatMap((rule) => statementsOf(child(rule, 'statement')));
  const referring = statements.filter(({ type }) => REFERENCES.includes(type)).length;
  const rates = statements.filter(({ type }) => type === 'ratebasedstatement').length;
  return [
    ...referring <= MOST.references ? [] : [{
      id: 'RuleReferences' as const, message: `a ${name} refers to IP sets, pattern sets and rule groups at most 50 times, received: ${referring} references`,
    }],
    ...rates <= rateRules ? [] : [{ id: 'RateRules' as const, message: `a ${name} has at most ${rateRules} rate rules, received: ${rates}` }],
  ];
}

function ruleProblems(rule: WafJson): WafProblem[] {
  const name = String(rule.name);
  const statements = statementsOf(child(rule, 'statement'));
  const countries = statements.reduce((sum, { body }) => sum + listOf(body.countrycodes).length, 0);
  return [
    ...statements.flatMap(({ type, body, depth }) => [
      ...matchProblems(name, body),
      ...NOT_NESTED.includes(type) && depth > 0
        ? [{ id: 'RuleStatement' as const, message: `a rate, a managed group or a rule group is a rule of its own, received: ${type} inside another statement of ${name}` }] : [],
      ...['andstatement', 'orstatement'].includes(type) && listOf(body.statements).length < 2
        ? [{ id: 'RuleStatement' as const, message: `AND and OR join two statements or more, received: ${listOf(body.statements).length} in ${name}` }] : [],
    ]),
    ...countries <= MOST.countries ? [] : [{ id: 'CountryCodes' as const, message: `a rule names at most 50 countries, received: ${countries} in ${name}` }],
    ...notForAnApi(name, rule),
  ];
}

function matchProblems(name: string, body: WafJson): WafProblem[] {
  const transformations = listOf(body.texttransformations).length + listOf(body.preparsetexttransformations).length;
  const search = typeof body.searchstring === 'string' ? Buffer.byteLength(body.searchstring)
    : typeof body.searchstringbase64 === 'string' ? Buffer.from(body.searchstringbase64, 'base64').length : 0;
  const regex = typeof body.regexstring === 'string' ? body.regexstring.length : 0;
  return [
    ...transformations <= MOST.transformations ? []
      : [{ id: 'TextTransformations' as const, message: `a statement has at most 10 text transformations, received: ${transformations} in ${name}` }],
    ...search <= MOST.searchBytes ? []
      : [{ id: 'SearchString' as const, message: `a statement looks for 1 to 200 bytes, received: ${search} bytes in ${name}` }],
    ...regex <= MOST.regexCharacters ? []
      : [{ id: 'RegexPattern' as const, message: `a regular expression has 1 to 200 characters, received: ${regex} characters in ${name}` }],
  ];
}

function notForAnApi(name: string, rule: WafJson): WafProblem[] {
  const statements = statementsOf(child(rule, 'statement')).map(({ body }) => body);
  const used = [
    ...statements.flatMap((body) => [...Object.keys(child(body, 'fieldtomatch')), ...listOf(body.customkeys).flatMap(Object.keys)]),
    ...[child(rule, 'action'), ...statements.flatMap((body) => listOf(body.ruleactionoverrides).map((override) => child(override, 'actiontouse')))].flatMap(Object.keys),
  ];
  return [...new Set(used)].filter((part) => Object.hasOwn(NOT_FOR_AN_API, part)).map((part) => ({
    id: 'RuleNotForApiGateway' as const, message: `a rule for an API of machines uses what WAF can do there (${NOT_FOR_AN_API[part]}), received: ${part} in ${name}`,
  }));
}

/** A block action names its body by a key, which WAF looks up only when the rules are written. */
function unknownBody(rule: WafJson, bodies: unknown): WafProblem[] {
  const response = child(child(child(rule, 'action'), 'block'), 'customresponse');
  const key = response.customresponsebodykey;
  const headers = listOf(response.responseheaders).length;
  return [
    ...key === undefined || Object.hasOwn(objectOf(bodies), String(key)) ? []
      : [{ id: 'CustomResponse' as const, message: `a custom response has a body that the web ACL or rule group holds, received: "${String(key)}" in ${String(rule.name)}` }],
    ...headers <= MOST.headers ? []
      : [{ id: 'CustomResponse' as const, message: `a custom response has at most 10 headers, received: ${headers} in ${String(rule.name)}` }],
  ];
}

function headerProblems(rules: readonly WafJson[]): WafProblem[] {
  const all = rules.reduce((sum, rule) => sum + listOf(child(child(child(rule, 'action'), 'block'), 'customresponse').responseheaders).length, 0);
  return all <= MOST.allHeaders ? [] : [{ id: 'CustomResponse', message: `all custom responses together have at most 100 headers, received: ${all}` }];
}

function bodyProblems(bodies: unknown): WafProblem[] {
  const sizes = Object.entries(objectOf(bodies)).map(([key, body]): [string, number] => [key, Buffer.byteLength(String(objectOf(lowerKeys(body)).content ?? ''))]);
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  const problems = [
    ...sizes.filter(([, size]) => size > MOST.bodyBytes).map(([key, size]) => `the body of a custom response has at most 4,096 bytes, received: ${size} bytes for ${key}`),
    ...all > MOST.allBodyBytes ? [`all bodies of custom responses together have at most 51,200 bytes, received: ${all} bytes`] : [],
    ...sizes.length > MOST.bodies ? [`there are at most 50 bodies of custom responses, received: ${sizes.length}`] : [],
  ];
  return problems.map((message) => ({ id: 'CustomResponse' as const, message }));
}
