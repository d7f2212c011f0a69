import { CfnElement, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PrivateApi, WebFirewallRule, WebFirewallStatement } from '../src';
import { newStack } from './support/stack';

/** What an aspect, a mixin or a getter does that looks at a property: resolves it. */
function lookAtEverything(stack: Stack): void {
  stack.node.findAll().filter((one) => CfnElement.isCfnElement(one)).forEach((element) => stack.resolve(element._toCloudFormation()));
}

function templateOf(look: (stack: Stack) => void): object {
  const stack = newStack();
  const handler = lambda.Function.fromFunctionArn(stack, 'Handler', 'arn:aws:lambda:eu-central-1:123456789012:function:payments');
  const api = new PrivateApi(stack, 'Payments');
  api.addRoute('GET /payments/{id}', { handler, scope: 'payments/read' });
  api.addConsumer('Billing', { owner: 'billing@example.com', scopes: ['payments/read'], addresses: ['10.20.0.0/16'] });
  look(stack);
  api.addRoute('POST /payments', { handler, scope: 'payments/write' });
  api.addConsumer('Ledger', { owner: 'ledger@example.com', scopes: ['payments/write'], addresses: ['10.30.0.0/16'], vpcEndpoints: ['vpce-0123456789abcdef0'] });
  api.webFirewall.addRule(WebFirewallRule.match('Odd', { statement: WebFirewallStatement.label('odd') }));
  return Template.fromStack(stack).toJSON();
}

test('whoever looks at a property early freezes nothing: what is declared later is in the template', () => {
  expect(templateOf(lookAtEverything)).toEqual(templateOf(() => {}));
});
