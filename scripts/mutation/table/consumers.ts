import { NAME, REFERENCE, type Rows, WORDS } from './type-rows';
import { drop, leftOut, raise, to } from '../operator';

export const CONSUMERS: Rows = {
  'AWS::ApiGateway::ApiKey': {
    layer: 'consumers',
    removal: 'one consumer less',
    relevant: {},
    irrelevant: {
      Description: WORDS,
      Enabled: 'left out or off, nobody calls with it',
      GenerateDistinctId: NAME,
    },
  },
  'AWS::ApiGateway::UsagePlan': {
    layer: 'consumers',
    removal: true,
    relevant: {
      'Throttle': [drop],
      'Throttle.BurstLimit': [drop, raise(1000)],
      'Throttle.RateLimit': [drop, raise(1000)],
      'Quota': [drop],
      'Quota.Limit': [leftOut('refused', drop), raise(100_000)],
      'Quota.Period': [leftOut('refused', drop), to('DAY')],
    },
    irrelevant: { Description: WORDS, ApiStages: 'without the stage its keys open nothing' },
  },
  'AWS::ApiGateway::UsagePlanKey': {
    layer: 'consumers',
    removal: 'a key without a plan opens nothing',
    relevant: {},
    irrelevant: { KeyId: REFERENCE, KeyType: 'the only type that there is', UsagePlanId: REFERENCE },
  },
};
