import { REFACTORINGS } from './fixtures/refactorings';
import { cleanUp, synthesize, templatesOf, writeAssembly } from './fixtures/synth';
import type { Format, Variant } from './fixtures/synth';
import type { Templates } from './fixtures/templates';
import { CHANGES, FURTHER, KNOWN, type Weakening } from './fixtures/weakenings';
import { appOfBodies } from './support/app';
import type { App } from '../../src/posture/assembly/app';
import { readApp } from '../../src/posture/assembly/read';
import { CHECKS } from '../../src/posture/checks/registry';
import type { Change } from '../../src/posture/diff/change';
import { diffApps } from '../../src/posture/diff/diff';
import { Posture } from '../../src/posture/model/posture';

afterAll(cleanUp);

const ENVIRONMENT = { account: '111122223333', region: 'eu-central-1' };

interface Mutation {
  readonly id: string;
  readonly base: Variant;
  readonly apply: (templates: Templates) => void;
  readonly format?: Format;
}

const bases = new Map<Variant, { app: App; findings: Set<string> }>();

function baseOf(variant: Variant): { app: App; findings: Set<string> } {
  let base = bases.get(variant);
  if (!base) {
    const app = readApp(synthesize(variant));
    base = { app, findings: new Set(findings(app)) };
    bases.set(variant, base);
  }
  return base;
}

const IN_MEMORY: ReadonlySet<Mutation> = new Set(FURTHER);

const mutants = new Map<Mutation, App>();

function mutantOf(mutation: Mutation): App {
  let app = mutants.get(mutation);
  if (!app) {
    const templates = templatesOf(mutation.base);
    mutation.apply(templates);
    // Those on no list are many: they are read as they are, in the place of the files that they would be.
    app = IN_MEMORY.has(mutation) ? appOfBodies(templates, ENVIRONMENT)
      : readApp(writeAssembly(synthesize(mutation.base), templates, mutation.format));
    mutants.set(mutation, app);
  }
  return app;
}

function findings(app: App): string[] {
  const posture = new Posture(app);
  return CHECKS.flatMap((check) => [...check.judge(posture)].flatMap((judgement) => (judgement.outcome === 'pass' ? []
    : [[judgement.outcome, judgement.severity ?? check.severity, check.id, judgement.resource.logicalId, judgement.property, judgement.message].join(' ')])));
}

const inMemory = new Map<Variant, App>();

function templatesBase(variant: Variant): App {
  const app = inMemory.get(variant) ?? appOfBodies(templatesOf(variant), ENVIRONMENT);
  inMemory.set(variant, app);
  return app;
}

const changes = new Map<Mutation, Change[]>();

/** What a diff says of a mutation; asked for once. */
function changesOf(mutation: Mutation): Change[] {
  const base = IN_MEMORY.has(mutation) ? templatesBase(mutation.base) : baseOf(mutation.base).app;
  const known = changes.get(mutation) ?? diffApps(base, mutantOf(mutation));
  changes.set(mutation, known);
  return known;
}

const isNoticed = (mutation: Mutation) => findings(mutantOf(mutation)).some((finding) => !baseOf(mutation.base).findings.has(finding));
const idsWhere = (list: readonly Weakening[], holds: (weakening: Weakening) => boolean) => list.filter(holds).map(({ id }) => id);

// A logical id as CDK makes it ends in the hash of its path.
const HASH = /[A-Z][A-Za-z0-9]*[0-9A-F]{8}\b/;

/** Of code alone: no template says what a function does, and a diff that tells every new code is noise. */
const CODE = ['authorizer-allows-all'];

test('43 of 43 known weakenings give a finding that the hardened API has not', () => {
  const silent = idsWhere(KNOWN, (weakening) => !isNoticed(weakening));
  console.info(`check: ${KNOWN.length - silent.length} of ${KNOWN.length} known weakenings noticed`);
  expect(silent).toEqual([]);
});

test('27 of 27 changes are told as weaker, each with a sentence', () => {
  const seen = CHANGES.map((weakening) => ({ id: weakening.id, weaker: changesOf(weakening).filter(({ direction }) => direction === 'weaker') }));
  const [told, checked] = [seen.filter(({ weaker }) => weaker.length > 0), idsWhere(CHANGES, isNoticed)];
  console.info(`diff: ${told.length} of ${CHANGES.length} changes told as weaker; check: ${checked.length} of ${CHANGES.length} noticed`);
  expect(told).toHaveLength(27);
  expect(seen.flatMap(({ id, weaker }) => weaker.filter(({ message }) => !/^\S.* \S+ \S/.test(message) || message.length > 600).map(({ message }) => `${id}: ${message}`))).toEqual([]);
});

test.each(Object.entries({ KNOWN, FURTHER }))('a weakening of %s that a diff can notice is weaker or unknown, never passed over', (name, list) => {
  const those = list.filter(({ noticedBy }) => noticedBy !== 'check');
  const passedOver = those.filter((weakening) => changesOf(weakening).every(({ direction }) => direction === 'stronger')).map(({ id }) => id);
  const weaker = those.filter((weakening) => changesOf(weakening).some(({ direction }) => direction === 'weaker')).length;
  console.info(`diff of ${name}: ${weaker} weaker, ${those.length - weaker - passedOver.length} unknown, ${passedOver.length} passed over, of ${those.length}`);
  expect(passedOver).toEqual(name === 'FURTHER' ? CODE : []);
});

test('a refactoring that changes nothing gives an empty diff', () => {
  const noise = REFACTORINGS.flatMap((refactoring) => changesOf(refactoring).map(({ direction, message }) => `${refactoring.id}: ${direction}: ${message}`));
  // A value that became a parameter may be another when it is deployed.
  expect(noise.filter((line) => !line.startsWith('values-in-parameters: unknown: '))).toEqual([]);
  expect(noise.some((line) => line.startsWith('values-in-parameters: unknown: '))).toBe(true);
});

test('a refactoring that changes nothing gives no finding that was not there', () => {
  const noise = REFACTORINGS.filter(({ id }) => id !== 'values-in-parameters').flatMap((refactoring) => {
    const before = new Set([...baseOf(refactoring.base).findings].map(withoutPlace));
    return findings(mutantOf(refactoring)).filter((finding) => !before.has(withoutPlace(finding))).map((finding) => `${refactoring.id}: ${finding}`);
  });
  expect(noise).toEqual([]);
});

/** Logical ids and places are what refactorings change. */
function withoutPlace(finding: string): string {
  return finding.split(' ').slice(0, 3).join(' ');
}

test.each(['methods', 'openapi', 'yaml'] as const)('an app is no other than itself: %s', (variant) => {
  expect(diffApps(baseOf(variant).app, readApp(synthesize(variant)))).toEqual([]);
});

test('templates in memory are read as those of an assembly are', () => {
  expect(diffApps(templatesBase('methods'), baseOf('methods').app)).toEqual([]);
});

test('a weakened app is no other than itself', () => {
  const all = [...KNOWN, ...CHANGES, ...FURTHER];
  expect(all.filter((_, at) => at % 5 === 0).flatMap((weakening) => diffApps(mutantOf(weakening), mutantOf(weakening)).map(({ message }) => `${weakening.id}: ${message}`))).toEqual([]);
});

/** What is weaker in both directions, and why that is right. */
const BOTH_WAYS: Record<string, string> = {
  'key-without-plan': 'a key that comes into a plan opens the stages of the plan',
  'implicit-flow-on-public-client': 'one flow took the place of another: each is one more way to a token',
};

test('what was weaker is stronger when it is taken back', () => {
  const back = [...KNOWN, ...CHANGES].filter((weakening) => changesOf(weakening).some(({ direction }) => direction === 'weaker'))
    .map((weakening) => ({ id: weakening.id, reverse: diffApps(mutantOf(weakening), baseOf(weakening.base).app) }));
  expect(back.filter(({ reverse }) => !reverse.some(({ direction }) => direction === 'stronger')).map(({ id }) => id)).toEqual([]);
  const weaker = back.filter(({ reverse }) => reverse.some(({ direction }) => direction === 'weaker')).map(({ id }) => id);
  expect(weaker.sort()).toEqual(Object.keys(BOTH_WAYS).sort());
});

test('no sentence holds the hash of a logical id', () => {
  const sentences = [...KNOWN, ...CHANGES, ...FURTHER].filter(({ base }) => base !== 'yaml').flatMap((weakening) => changesOf(weakening).map(({ message }) => `${weakening.id}: ${message}`));
  expect(sentences.filter((sentence) => HASH.test(sentence))).toEqual([]);
});

/** What the baselines are told all the same, and why that is right. */
const RIGHTLY_TOLD: Record<string, string> = {
  'fail warning log-outlives-stack WafLogGroup': 'the template by hand has no DeletionPolicy: its log goes with the stack',
  'fail warning log-outlives-stack AccessLogGroup': 'the template by hand has no DeletionPolicy: its log goes with the stack',
  'fail warning log-outlives-stack FunctionLogGroup': 'the template by hand has no DeletionPolicy: its log goes with the stack',
  'fail warning log-outlives-stack FlowLogGroup': 'the template by hand has no DeletionPolicy: its log goes with the stack',
  'fail warning log-outlives-stack FirewallLogGroup': 'the template by hand has no DeletionPolicy: its log goes with the stack',
};

test.each(['methods', 'openapi', 'yaml'] as const)('the hardened API has no finding that a reviewer would call false: %s', (variant) => {
  const fails = [...baseOf(variant).findings].filter((finding) => finding.startsWith('fail'));
  expect(fails.filter((finding) => !Object.keys(RIGHTLY_TOLD).some((told) => finding.startsWith(`${told} `)))).toEqual([]);
});
