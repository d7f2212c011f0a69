import { type Api, apiAt } from './api';
import { operationOf } from './meant-private';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member, objectOf } from '../assembly/json';

/** A part of an answer that API Gateway writes itself: a header, or a template of a body. */
export interface AnswerPart {
  readonly resource: Resource;
  readonly property: string;
  /** In lower case; undefined for a template. */
  readonly header?: string;
  readonly value: Json;
  /** What else is said beside it, by header in lower case. */
  readonly beside: Readonly<Record<string, Json>>;
}

/** What routes of an API answer by themselves, from their integration responses. */
export function routeAnswers(api: Api): AnswerPart[] {
  return api.routes.flatMap((route) => {
    if (route.at.length === 0) {
      return listOf(member(route.resource.properties.Integration, 'IntegrationResponses')).flatMap((response, index) =>
        partsOf(route.resource, `Integration.IntegrationResponses[${index}]`, response, 'ResponseParameters', 'ResponseTemplates'));
    }
    const integration = member(operationOf(api, route), 'x-amazon-apigateway-integration');
    const place = `${route.at.join('.')}.x-amazon-apigateway-integration.responses`;
    return Object.entries(objectOf(member(integration, 'responses'))).flatMap(([name, response]) =>
      partsOf(route.resource, `${place}.${name}`, response, 'responseParameters', 'responseTemplates'));
  });
}

/** What API Gateway answers where it refuses a call. */
export function gatewayAnswers(posture: Posture, api: Api): AnswerPart[] {
  const own = posture.ofType('AWS::ApiGateway::GatewayResponse').filter(({ properties }) => apiAt(posture, properties.RestApiId) === api)
    .flatMap((resource) => partsOf(resource, '', resource.properties, 'ResponseParameters', 'ResponseTemplates'));
  const body = api.body.kind === 'known' ? member(api.body.value, 'x-amazon-apigateway-gateway-responses') : undefined;
  return [...own, ...Object.entries(objectOf(body)).flatMap(([type, response]) =>
    partsOf(api.resource, `Body.x-amazon-apigateway-gateway-responses.${type}`, response, 'responseParameters', 'responseTemplates'))];
}

function partsOf(resource: Resource, at: string, response: Json | undefined, parameters: string, templates: string): AnswerPart[] {
  const place = at === '' ? '' : `${at}.`;
  const headers = Object.entries(objectOf(member(response, parameters))).filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .map(([name, value]) => ({ name, header: name.replace(/^(method\.response|gatewayresponse)\.header\./i, '').toLowerCase(), value }));
  const beside = Object.fromEntries(headers.map(({ header, value }) => [header, value]));
  return [
    ...headers.map(({ name, header, value }) => ({ resource, property: `${place}${parameters}.${name}`, header, value, beside })),
    ...Object.entries(objectOf(member(response, templates))).filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .map(([type, value]) => ({ resource, property: `${place}${templates}.${type}`, value, beside })),
  ];
}
