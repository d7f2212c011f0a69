import { remedyOf, retrying } from '../../src/operations/retry';

const aws = (name: string, httpStatusCode = 400) => Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

test.each<[string, unknown, string]>([
  ['a stale lock token', aws('WAFOptimisticLockException'), 'read again'], ['a write over another\'s', aws('PreconditionFailed', 412), 'read again'],
  ['two writes at once', aws('Conflict', 409), 'read again'], ['throttling', aws('ThrottlingException'), 'again'], ['a rate', aws('Other', 429), 'again'],
  ['a failure of AWS', aws('Other', 503), 'again'], ['a time that is up', aws('TimeoutError', 0), 'again'], ['a broken connection', Object.assign(new Error(), { code: 'ECONNRESET' }), 'again'],
  ['tags that were not written', aws('WAFTagOperationException'), 'again'], ['half an answer', new SyntaxError('Unexpected end of JSON input'), 'again'], ['no right', aws('AccessDeniedException'), 'give up'],
  ['a wrong parameter', aws('WAFInvalidParameterException'), 'give up'], ['an item that is gone', aws('WAFNonexistentItemException'), 'give up'], ['a bug', new TypeError('x'), 'give up'],
])('%s: %s', (_, error, remedy) => {
  expect(remedyOf(error)).toBe(remedy);
});

test('it waits longer and longer, at random, never beyond the cap, and gives up in the end', async () => {
  const waits: number[] = [];
  const clock = { now: () => 0, random: () => 0.999, sleep: async (milliseconds: number) => void waits.push(Math.round(milliseconds)) };
  let calls = 0;
  const failing = () => {
    calls++;
    return Promise.reject(aws('ThrottlingException'));
  };
  await expect(retrying(failing, clock, { attempts: 6, base: 100, cap: 1000 })).rejects.toThrow('ThrottlingException');
  expect([calls, waits]).toEqual([6, [100, 200, 400, 799, 999]]);
  await expect(retrying(() => Promise.reject(aws('AccessDeniedException')), clock)).rejects.toThrow('AccessDenied');
  expect(waits).toHaveLength(5);
});
