import * as fc from 'fast-check';
import * as operations from '../../examples/payments/handlers/operations';
import type { Row, Store } from '../../examples/payments/handlers/store';

/** The store's contract in memory; the engine tests hold DynamoDB to the same. */
function memoryStore(): Store & { readonly rows: Map<string, Row> } {
  const rows = new Map<string, Row>();
  return {
    rows,
    read: async (pk, sk) => rows.get(`${pk} ${sk}`),
    list: async (pk) => [...rows.values()].filter((row) => row.pk === pk).sort((a, b) => (a.sk < b.sk ? 1 : -1)),
    write: async (row) => {
      const before = rows.get(`${row.pk} ${row.sk}`);
      const fits = row.version === 1 ? !before : before?.version === row.version - 1;
      if (fits) {
        rows.set(`${row.pk} ${row.sk}`, row);
      }
      return fits;
    },
  };
}

const call = (fields: Partial<operations.Call> = {}): operations.Call => ({
  path: {}, query: {}, headers: {}, body: {}, clientId: 'billing', now: new Date('2026-11-23T10:00:00Z'), ...fields,
});
const order = (key: string, minorUnits = 500) => call({
  headers: { 'idempotency-key': key },
  body: { debtorAccount: 'DE00000000000000000000', beneficiaryId: 'b1', amount: { currency: 'EUR', minorUnits } },
});

async function ordered(store: Store, key = 'k1', minorUnits = 500): Promise<{ paymentId: string }> {
  const { body } = await operations.createPayment(order(key, minorUnits), store);
  return { paymentId: String((body as Row).id) };
}

test('the same order twice is one payment', async () => {
  const store = memoryStore();
  const first = await operations.createPayment(order('k1'), store);
  const second = await operations.createPayment(order('k1'), store);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.body).toEqual(first.body);
  expect(store.rows.size).toBe(1);
});

test('who orders a payment does not approve it', async () => {
  const store = memoryStore();
  const path = await ordered(store);
  expect((await operations.approvePayment(call({ path }), store)).status).toBe(403);
  expect((await operations.approvePayment(call({ path, clientId: 'treasury' }), store)).status).toBe(200);
  expect((await operations.approvePayment(call({ path, clientId: 'treasury' }), store)).status).toBe(409);
});

test('a cancelled payment can be neither changed nor approved', async () => {
  const store = memoryStore();
  const path = await ordered(store);
  expect((await operations.cancelPayment(call({ path }), store))).toEqual({ status: 204 });
  expect((await operations.changePayment(call({ path, body: { reference: 'x' } }), store)).status).toBe(409);
  expect((await operations.approvePayment(call({ path, clientId: 'treasury' }), store)).status).toBe(409);
});

test('refunds never exceed the payment, whatever their sizes and order', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 }), async (sizes) => {
    const store = memoryStore();
    const path = await ordered(store, 'k1', 500);
    await operations.approvePayment(call({ path, clientId: 'treasury' }), store);
    for (const minorUnits of sizes) {
      await operations.createRefund(call({ path, body: { amount: { currency: 'EUR', minorUnits }, reason: 'FRAUD' } }), store);
    }
    const { body } = await operations.listRefunds(call({ path }), store);
    const sum = (body as any[]).reduce((total, refund) => total + refund.amount.minorUnits, 0);
    expect(sum).toBeLessThanOrEqual(500);
  }), { numRuns: 50 });
});

test('a payment that does not exist is not found, by any operation', async () => {
  const path = { paymentId: '2026-11-23-nothing' };
  for (const operation of [operations.readPayment, operations.changePayment, operations.cancelPayment, operations.approvePayment,
    operations.rejectPayment, operations.createRefund]) {
    expect((await operation(call({ path }), memoryStore())).status).toBe(404);
  }
});

test('the report of a day sums the payments by their state', async () => {
  const store = memoryStore();
  await ordered(store, 'a', 100);
  await ordered(store, 'b', 200);
  const path = await ordered(store, 'c', 400);
  await operations.cancelPayment(call({ path }), store);
  expect((await operations.reportDay(call({ path: { date: '2026-11-23' } }), store)).body).toEqual({
    ORDERED: { payments: 2, minorUnits: 300 }, CANCELLED: { payments: 1, minorUnits: 400 },
  });
  const { body } = await operations.reportLargest(call({ path: { date: '2026-11-23' } }), store);
  expect((body as any[]).map((row) => row.amount.minorUnits)).toEqual([400, 200, 100]);
});

test('an account becomes a beneficiary once', async () => {
  const store = memoryStore();
  const body = { name: 'Utility', account: 'DE00000000000000000000' };
  expect((await operations.createBeneficiary(call({ body }), store)).status).toBe(201);
  expect((await operations.createBeneficiary(call({ body }), store)).status).toBe(409);
});
