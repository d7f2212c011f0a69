import { findCycle } from './cycles';

test('a cycle over Ref, GetAtt, Sub and DependsOn is found, and named', () => {
  const cycle = findCycle({
    Resources: {
      Key: { Properties: { KeyPolicy: { 'Fn::Sub': 'arn:${Api}' } } },
      Api: { Properties: { Body: { providerARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }] } } },
      Pool: { DependsOn: ['Secret'] },
      Secret: { Properties: { KmsKeyId: { Ref: 'Key' } } },
    },
  });
  expect(cycle).toEqual(['Key', 'Api', 'Pool', 'Secret', 'Key']);
});

test('a template without a cycle has none', () => {
  expect(findCycle({ Resources: { A: { Properties: { Ref: 'B' } }, B: {}, C: { DependsOn: 'B' } } })).toBeUndefined();
});
