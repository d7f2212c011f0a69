import { functionConcurrency } from '../../../../src/posture/checks/consumers/function-concurrency';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, of, ofAnotherApi } from '../../support/network';

const share = (ReservedConcurrentExecutions: unknown) => ({ ReservedConcurrentExecutions });
const two = (one: Record<string, unknown>, other: Record<string, unknown>) => ({ ...apiWith(one), ...apiWith(other, 'Other') });
const [PASS, BAD] = ['pass Fn ReservedConcurrentExecutions', 'warning Other ReservedConcurrentExecutions'];

cases(functionConcurrency, [
  ['each with a share', two(share(10), share(5)), [PASS, 'pass Other ReservedConcurrentExecutions']],
  ['none with one, by choice', two({}, {}), []],
  ['a function of no API', { ...apiWith(share(10)), Job: of('Lambda::Function') }, [PASS]],
  ['one without, beside another API whose function has one', { ...apiWith({}), ...ofAnotherApi(share(5)) }, ['pass AnotherFn ReservedConcurrentExecutions']],
  ['one without', two(share(10), {}), [PASS, BAD]],
  ['one of a parameter', two(share(10), share(OPEN)), [PASS, 'unknown Other ReservedConcurrentExecutions']],
], PARAMETERS);
