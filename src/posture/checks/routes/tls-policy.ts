import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import type { Posture } from '../../model/posture';
import { readList, readText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const tlsPolicy: Check = {
  id: 'tls-policy',
  title: 'APIs and their domains take TLS 1.2 or newer',
  severity: 'error',
  layer: 'routes',
  why: 'TLS 1.0 and 1.1 have known weaknesses: whoever is on the way can read or change a connection that a client was talked down to.',
  fix: 'Set SecurityPolicy to TLS_1_2, or to one of the policies of 2025. From TLS_1_0 it cannot be changed on an API: create the API anew.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2')) {
      yield judgeOne(posture, resource);
    }
    for (const resource of posture.ofType('AWS::ApiGatewayV2::DomainName')) {
      const configurations = readList(resource, 'DomainNameConfigurations');
      if (configurations.kind === 'unknown') {
        yield unsure(resource, 'DomainNameConfigurations', configurations.why);
      }
      for (const index of configurations.kind === 'known' ? configurations.value.keys() : []) {
        const property = `DomainNameConfigurations[${index}].SecurityPolicy`;
        const policy = readText(resource, property);
        yield policy.kind === 'known' ? judgeName(resource, property, policy.value) : policy.kind === 'unknown' ? unsure(resource, property, policy.why) : pass(resource, property);
      }
    }
  },
};

function judgeOne(posture: Posture, resource: Resource): Judgement {
  const policy = readText(resource, 'SecurityPolicy');
  if (policy.kind === 'unknown') {
    return unsure(resource, 'SecurityPolicy', policy.why);
  }
  if (policy.kind === 'known') {
    return judgeName(resource, 'SecurityPolicy', policy.value);
  }
  // What is left out is TLS_1_2 for private APIs and all domains, TLS_1_0 for other APIs:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
  const api = posture.derive(apisOf).find((one) => one.resource === resource);
  return api?.isPrivate.kind === 'known' && !api.isPrivate.value
    ? fail(resource, 'SecurityPolicy', 'the policy is left out, so that AWS takes TLS_1_0 for an API that is not private', 'warning')
    : pass(resource, 'SecurityPolicy');
}

function judgeName(resource: Resource, property: string, name: string): Judgement {
  // A policy is named after its oldest version: TLS13_1_3 takes 1.3 alone, TLS13_1_2 takes 1.2 too.
  return /^TLS_1_[01]$/i.test(name) || /TLS13_1_[01](_|$)/i.test(name) || /^TLSv?1(\.[01])?$/i.test(name)
    ? fail(resource, property, `the policy is ${readable(name)}, which takes TLS 1.0`) : pass(resource, property);
}
