import { createHash } from 'node:crypto';
import type { Row, Store } from './store';

/** A request as the operations need it: API Gateway has already checked token, key, parameters and body. */
export interface Call {
  readonly path: Record<string, string | undefined>;
  readonly query: Record<string, string | undefined>;
  readonly headers: Record<string, string | undefined>;
  readonly body: Record<string, any>;
  /** The OAuth client that calls. */
  readonly clientId: string;
  readonly now: Date;
}

/** An answer: a status, and a body unless there is nothing to say. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** One operation of the API. */
export type Operation = (call: Call, store: Store) => Promise<Answer>;

const problem = (status: number, message: string): Answer => ({ status, body: { message } });
const notFound = problem(404, 'no such resource');
const conflict = problem(409, 'somebody else changed it: read it again');

const shown = ({ pk, sk, ...row }: Row) => row;
const day = (date: Date) => date.toISOString().slice(0, 10);

async function payment(call: Call, store: Store): Promise<Row | undefined> {
  const id = call.path.paymentId ?? '';
  return store.read(`day#${id.slice(0, 10)}`, id);
}

/** Moves a payment on, if it is in one of the states from which that may be. */
async function move(call: Call, store: Store, from: string[], change: Record<string, unknown>, status = 200): Promise<Answer> {
  const row = await payment(call, store);
  if (!row) {
    return notFound;
  }
  if (!from.includes(String(row.status))) {
    return problem(409, `the payment is ${String(row.status)}`);
  }
  const next: Row = { ...row, ...change, version: row.version + 1 };
  if (!await store.write(next)) {
    return conflict;
  }
  return status === 204 ? { status } : { status, body: shown(next) };
}

export const listPayments: Operation = async (call, store) => {
  const rows = await store.list(`day#${call.query.date}`);
  return { status: 200, body: rows.filter((row) => !call.query.status || row.status === call.query.status).map(shown) };
};

export const createPayment: Operation = async (call, store) => {
  // The same client with the same key on the same day gets the same payment, however often it asks.
  const key = createHash('sha256').update(`${call.clientId} ${call.headers['idempotency-key']}`).digest('hex').slice(0, 24);
  const id = `${day(call.now)}-${key}`;
  const row: Row = {
    ...call.body, pk: `day#${day(call.now)}`, sk: id, id, version: 1, status: 'ORDERED', orderedBy: call.clientId,
  };
  if (await store.write(row)) {
    return { status: 201, body: shown(row) };
  }
  const known = await store.read(row.pk, row.sk);
  return known ? { status: 200, body: shown(known) } : conflict;
};

export const readPayment: Operation = async (call, store) => {
  const row = await payment(call, store);
  return row ? { status: 200, body: shown(row) } : notFound;
};

export const changePayment: Operation = (call, store) => move(call, store, ['ORDERED'], { reference: call.body.reference });

export const cancelPayment: Operation = (call, store) => move(call, store, ['ORDERED', 'APPROVED'], { status: 'CANCELLED' }, 204);

export const approvePayment: Operation = async (call, store) => {
  const row = await payment(call, store);
  if (row?.orderedBy === call.clientId) {
    return problem(403, 'who orders a payment does not approve it');
  }
  return move(call, store, ['ORDERED'], { status: 'APPROVED', approval: call.body });
};

export const rejectPayment: Operation = (call, store) => move(call, store, ['ORDERED', 'APPROVED'], { status: 'REJECTED' }, 204);

export const listRefunds: Operation = async (call, store) => {
  const rows = await store.list(`refunds#${call.path.paymentId}`);
  return { status: 200, body: rows.map(shown) };
};

export const createRefund: Operation = async (call, store) => {
  const row = await payment(call, store);
  if (!row) {
    return notFound;
  }
  if (row.status !== 'APPROVED') {
    return problem(409, `the payment is ${String(row.status)}`);
  }
  const refunds = await store.list(`refunds#${String(row.id)}`);
  const amountOf = (holder: unknown) => (holder as { amount: { minorUnits: number; currency: string } }).amount;
  const refunded = refunds.reduce((sum, refund) => sum + amountOf(refund).minorUnits, 0);
  if (amountOf(call.body).currency !== amountOf(row).currency || refunded + amountOf(call.body).minorUnits > amountOf(row).minorUnits) {
    return problem(409, 'refunds never exceed the payment');
  }
  // The number of the refund is its key: two refunds at once cannot both be the third.
  const id = `${String(row.id)}-r${String(refunds.length + 1).padStart(4, '0')}`;
  const refund: Row = { ...call.body, pk: `refunds#${String(row.id)}`, sk: id, id, version: 1 };
  return await store.write(refund) ? { status: 201, body: shown(refund) } : conflict;
};

export const listBeneficiaries: Operation = async (_call, store) => ({
  status: 200, body: (await store.list('beneficiaries')).map(shown),
});

export const createBeneficiary: Operation = async (call, store) => {
  const id = createHash('sha256').update(String(call.body.account)).digest('hex').slice(0, 16);
  const row: Row = { ...call.body, pk: 'beneficiaries', sk: id, id, version: 1 };
  return await store.write(row) ? { status: 201, body: shown(row) } : problem(409, 'the account is known already');
};

export const readBeneficiary: Operation = async (call, store) => {
  const row = await store.read('beneficiaries', call.path.beneficiaryId ?? '');
  return row ? { status: 200, body: shown(row) } : notFound;
};

export const reportDay: Operation = async (call, store) => {
  const sums: Record<string, { payments: number; minorUnits: number }> = {};
  for (const row of await store.list(`day#${call.path.date}`)) {
    const sum = sums[String(row.status)] ??= { payments: 0, minorUnits: 0 };
    sum.payments += 1;
    sum.minorUnits += (row.amount as { minorUnits: number }).minorUnits;
  }
  return { status: 200, body: sums };
};

export const reportLargest: Operation = async (call, store) => {
  const rows = await store.list(`day#${call.path.date}`);
  const size = (row: Row) => (row.amount as { minorUnits: number }).minorUnits;
  return { status: 200, body: rows.sort((a, b) => size(b) - size(a)).slice(0, 10).map(shown) };
};
