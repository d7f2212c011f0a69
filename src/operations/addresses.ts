import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type AmendOptions, type Amended, addRange, removeRange, rollBack } from './list/amend';
import { type FedList, currentState } from './list/list';
import { type FeedRun, type RunOptions, parseRun } from './list/run';
import { type Amendment, type Change, declared, ranges } from './list/state';
import { ListStore } from './list/store';
import type { Operator } from './operator';
import { isDenied } from './plain-error';
import { checkReason } from './reason';
import { feedNames, findFeed } from './registry/feeds';
import { lineToEdit, listsOf, templateOwners } from './registry/template-owner';
import { IpSets } from './waf/ip-sets';
import type { FeedRegistration } from '../values/feed-config';
import { RuleError, shown } from '../values/rule-error';

/** A fed list as it stands. */
export interface ListReport {
  readonly list: string;
  readonly version: number;
  /** The ranges as they were declared, and where each came from. */
  readonly entries: readonly { readonly cidr: string; readonly source: string; readonly expires?: string; readonly note?: string }[];
  /** How many ranges the IP sets hold, merged. */
  readonly merged: number;
  /** What people took out, whatever the sources say. */
  readonly removed: readonly Amendment[];
  /** By whom, when and why the sources are not followed. */
  readonly hold?: Omit<Amendment, 'cidr'>;
  /** What came of the last run. */
  readonly lastRun?: FeedRun;
}

/** One version of a list. */
export interface HistoryEntry extends Change {
  readonly version: number;
  readonly entries: number;
  /** When both IP sets held it: without it, a run ended between, and the next one finished it. */
  readonly appliedAt?: string;
}

/** What a person asks; who they are is told by their credentials. */
export type PersonOptions = Omit<AmendOptions, 'by'>;

/** The names of the fed lists of the account and Region. */
export function fedListNames({ ssm }: Operator): Promise<string[]> {
  return feedNames(ssm);
}

/** @throws RuleError ListUnknown, ListOwnedByTemplate */
export async function reportList(operator: Operator, name: string): Promise<ListReport> {
  const { fed } = await open(operator, name);
  const state = await currentState(fed);
  const lastRun = parseRun(await fed.store.readRun());
  return {
    list: name,
    version: state.version,
    entries: declared(state, operator.clock.now()),
    merged: ranges(state, operator.clock.now()).length,
    removed: state.removed,
    ...state.hold === undefined ? {} : { hold: state.hold },
    ...lastRun === undefined ? {} : { lastRun },
  };
}

/** Admits a range beside what the sources say. */
export async function addAddress(operator: Operator, name: string, range: string, options: PersonOptions): Promise<Amended> {
  const { fed } = await open(operator, name, { edit: 'add', range });
  return addRange(fed, range, { ...options, by: await operator.who() });
}

/** Takes a range out, whatever the sources say. */
export async function removeAddress(operator: Operator, name: string, range: string, options: PersonOptions): Promise<Amended> {
  const { fed } = await open(operator, name, { edit: 'remove', range });
  return removeRange(fed, range, { ...options, by: await operator.who() });
}

/**
 * Brings back an earlier version, and holds it.
 *
 * @param version the one before the current, or before the one that a rollback just brought back, where it is not given
 */
export async function rollBackList(operator: Operator, name: string, options: PersonOptions, version?: number): Promise<Amended> {
  const { fed } = await open(operator, name);
  return rollBack(fed, version, { ...options, by: await operator.who() });
}

/** The latest versions, youngest first. */
export async function historyOfList(operator: Operator, name: string, most: number): Promise<HistoryEntry[]> {
  const { fed } = await open(operator, name);
  return (await fed.store.versions(most)).map((state) => ({
    ...state.change,
    version: state.version,
    entries: ranges(state, 0).length,
    ...state.appliedAt === undefined ? {} : { appliedAt: state.appliedAt },
  }));
}

/**
 * Runs the feed now, in its own network. It follows the sources again where a rollback held them.
 *
 * @throws RuleError ListUnknown, ListOwnedByTemplate, AmendReason, FeedInvocation
 */
export async function syncList(operator: Operator, name: string, options: Omit<RunOptions, 'release'> & { readonly reason: string }): Promise<FeedRun> {
  const { registration } = await open(operator, name);
  if (options.dryRun !== true) {
    checkReason(options.reason, 'runs a feed');
  }
  const { Payload, FunctionError } = await operator.lambda.send(new InvokeCommand({
    FunctionName: registration.functionName, Payload: Buffer.from(JSON.stringify({ sync: { ...options, release: true, by: await operator.who() } })),
  }));
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null') as FeedRun & { errorMessage?: string } | null;
  if (FunctionError !== undefined || answer === null) {
    throw new RuleError('FeedInvocation', `a feed that is run answers with what came of it, received: ${answer?.errorMessage ?? FunctionError ?? 'nothing'}`);
  }
  return answer;
}

async function open(
  operator: Operator, name: string, wish?: { readonly edit: 'add' | 'remove'; readonly range: string },
): Promise<{ fed: FedList; registration: FeedRegistration }> {
  let denied: unknown;
  const registration = await findFeed(operator.ssm, name).catch((error: unknown) => {
    if (!isDenied(error)) {
      throw error;
    }
    denied = error;
    return undefined;
  });
  if (registration === undefined) {
    return refuseOther(operator, name, wish, denied);
  }
  const { config } = registration;
  return {
    registration,
    fed: { config, store: new ListStore(operator.s3, config.bucket), sets: new IpSets(operator.waf, operator.clock), clock: operator.clock },
  };
}

/** @param denied why it is not known whether such a list is fed */
async function refuseOther(
  operator: Operator, name: string, wish: { readonly edit: 'add' | 'remove'; readonly range: string } | undefined, denied: unknown,
): Promise<never> {
  const owners = await whereAllowed(() => templateOwners(operator.cloudFormation, operator.waf, name)) ?? [];
  const [owner] = owners;
  if (owner === undefined && denied !== undefined) {
    throw denied;
  }
  if (owner === undefined) {
    const names = await whereAllowed(() => feedNames(operator.ssm));
    const known = names === undefined ? 'you may not list them' : names.join(', ') || 'there are none';
    throw new RuleError('ListUnknown', `a list is one of those that are fed here (${known}), received: ${shown(name)}`);
  }
  const lists = listsOf(owners);
  if (lists.length > 1) {
    throw new RuleError('ListUnknown', `a list is called by a path that only it has, received: ${shown(name)}, which is ${lists.join(' and ')}`);
  }
  const what = wish === undefined ? `${shown(name)}, which the stack ${owner.stack} owns` : `${wish.edit} ${wish.range}: ${lineToEdit(owners, wish.edit, wish.range)}`;
  throw new RuleError('ListOwnedByTemplate', `a list that a template owns is changed in the template, or the next deployment undoes it, received: ${what}`);
}

/** Who may use one list only is told as much as they may see. */
async function whereAllowed<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}
