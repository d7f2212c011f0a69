export { readDomainList } from './domain-list';
export { type Finding, FINDING_CODES, type FindingCode } from './finding';
export { type LintOptions, lintRules } from './lint';
export { type ParsedRules, parseRules } from './parse';
export { type Position, type Problem, PROBLEM_CODES, type ProblemCode } from './problem';
export type { Action, Endpoint, Expression, RuleOption, Selector, SuricataRule } from './rule';
export type { RuleOrder } from './shadow';
export { readStatefulRules } from './structured';
export type { RuleVariables } from './variables';
