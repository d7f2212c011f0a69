import { type Json, member } from '../../assembly/json';
import { readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { functionsAt, privateBackends } from '../../model/backends';
import { isMeantPrivate } from '../../model/meant-private';
import type { Posture } from '../../model/posture';
import { readText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const backendDirectAccess: Check = {
  id: 'backend-direct-access',
  title: 'There is no way around a private API to the functions behind it',
  severity: 'error',
  layer: 'identity',
  why: 'A function URL or a public API before the same function answers on the internet: network, web firewall, tokens and keys of the private API count for nothing there.',
  fix: 'Remove the function URL, or the public API; give public callers a function of their own.',
  owasp: ['API2:2023', 'API9:2023'],
  * judge(posture) {
    const backends = posture.derive(privateBackends);
    const leads = (value: Json | undefined) => functionsAt(posture, value).some((one) => backends.has(one));
    yield* functionUrls(posture);
    for (const [type, property] of [['AWS::ApiGatewayV2::Integration', 'IntegrationUri'], ['AWS::ApiGatewayV2::Api', 'Target'], ['AWS::ApiGatewayV2::Api', 'Body']] as const) {
      for (const resource of posture.ofType(type).filter(({ properties }) => leads(properties[property]))) {
        // An integration may belong to routes that ask who is calling; the quick way of a Target asks nobody.
        yield fail(resource, property, 'an HTTP or WebSocket API, which is always public, leads to a function of a private API', property === 'Target' ? undefined : 'warning');
      }
    }
    for (const resource of posture.ofType('AWS::AppSync::DataSource').filter(({ properties }) => leads(member(properties.LambdaConfig, 'LambdaFunctionArn')))) {
      const api = posture.target(resource.properties.ApiId);
      // What is left out is GLOBAL: https://docs.aws.amazon.com/appsync/latest/devguide/using-private-apis.html
      const visibility = api && readText(api, 'Visibility');
      yield visibility === undefined || visibility.kind === 'unknown' ? unsure(resource, 'LambdaConfig.LambdaFunctionArn', 'whether the GraphQL API that leads to a function of a private API is on the internet')
        : visibility.kind === 'known' && visibility.value.toUpperCase() === 'PRIVATE' ? pass(resource, 'LambdaConfig.LambdaFunctionArn')
          : fail(resource, 'LambdaConfig.LambdaFunctionArn', 'a GraphQL API on the internet leads to a function of a private API', 'warning');
    }
    for (const api of posture.derive(apisOf).filter((one) => !isMeantPrivate(posture, one))) {
      const leading = api.routes.filter(({ integration }) => leads(integration.uri));
      const around = leading.find(({ authorization }) => authorization.kind === 'none') ?? leading[0];
      if (around) {
        yield fail(around.resource, around.integration.property, `${readable(around.text)} of a public API leads to a function of a private API`,
          around.authorization.kind === 'none' ? undefined : 'warning');
      }
    }
  },
};

function* functionUrls(posture: Posture): Iterable<Judgement> {
  const backends = posture.derive(privateBackends);
  const urls = posture.ofType('AWS::Lambda::Url').map((resource) => ({
    resource, property: 'AuthType', behind: functionsAt(posture, resource.properties.TargetFunctionArn).some((one) => backends.has(one)),
  }));
  const made = posture.ofType('AWS::Serverless::Function').filter(({ properties }) => properties.FunctionUrlConfig !== undefined)
    .map((resource) => ({ resource, property: 'FunctionUrlConfig.AuthType', behind: backends.has(resource) }));
  for (const { resource, property, behind } of [...urls, ...made]) {
    const type = readText(resource, property);
    const whose = behind ? 'a function of a private API' : 'a function';
    yield type.kind === 'unknown' ? unsure(resource, property, type.why)
      : type.kind === 'absent' || type.value.toUpperCase() === 'NONE'
        ? fail(resource, property, `everybody on the internet may call ${whose} at its URL`, behind ? undefined : 'warning')
        : behind ? fail(resource, property, `${whose} has a URL on the internet too, for IAM identities`, 'warning') : pass(resource, property);
  }
}
