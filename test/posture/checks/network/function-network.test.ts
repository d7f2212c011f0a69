import { functionNetwork } from '../../../../src/posture/checks/network/function-network';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, att, of, ofAnotherApi } from '../../support/network';

const INSIDE = { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };
const beside = (one: Record<string, unknown>, other: Record<string, unknown>) => ({ ...apiWith(one), ...apiWith(other, 'Other') });
const authorizer = (fn: Record<string, unknown>) => ({
  Authorizer: of('ApiGateway::Authorizer', {
    RestApiId: { Ref: 'Api' }, Type: 'TOKEN', AuthorizerUri: { 'Fn::Join': ['', ['arn:aws:apigateway:x:lambda:path/2015-03-31/functions/', att('Keys', 'Arn'), '/invocations']] },
  }),
  Keys: of('Lambda::Function', fn),
});

cases(functionNetwork, [
  ['all of them in a network', beside(INSIDE, INSIDE), ['pass Fn VpcConfig', 'pass Other VpcConfig']],
  ['none of them: no network was meant', beside({}, {}), []],
  ['one of them outside', beside({}, INSIDE), ['warning Fn VpcConfig', 'pass Other VpcConfig']],
  ['one of them in a network without subnets', beside({ VpcConfig: { SubnetIds: { Ref: 'AWS::NoValue' } } }, INSIDE), ['warning Fn VpcConfig', 'pass Other VpcConfig']],
  ['an authorizer outside, which fetches keys', { ...apiWith(INSIDE), ...authorizer({}) }, ['pass Fn VpcConfig']],
  ['a function outside, beside an authorizer in a network', { ...apiWith({}), ...authorizer(INSIDE) }, ['warning Fn VpcConfig']],
  ['one alone, beside another API whose function is in a network', { ...apiWith({}), ...ofAnotherApi(INSIDE) }, ['pass AnotherFn VpcConfig']],
  ['a network of a parameter', beside({ VpcConfig: OPEN }, INSIDE), ['unknown Fn VpcConfig', 'pass Other VpcConfig']],
], PARAMETERS);
