import { readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { isPreflight } from '../../model/meant-private';
import type { Reading } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const requestValidation: Check = {
  id: 'request-validation',
  title: 'What a route declares of its requests is validated',
  severity: 'error',
  layer: 'routes',
  why: 'A model or a required parameter that no validator looks at is a comment: every body and every call goes to the backend.',
  fix: 'Give the route a request validator with ValidateRequestBody and ValidateRequestParameters (x-amazon-apigateway-request-validator in a body).',
  owasp: ['API3:2023', 'API10:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      yield* judgeApi(api);
    }
  },
};

function* judgeApi(api: Api): Iterable<Judgement> {
  const routes = api.routes.filter((route) => !isPreflight(route));
  const isOff = ({ validatesBody, validatesParameters }: Route) => [validatesBody, validatesParameters].every((reading) => reading.kind === 'known' && !reading.value);
  const declaring = routes.filter((route) => hasModel(route) || requiredParameters(route).length > 0);
  if (routes.length > 0 && declaring.length === 0 && routes.every(isOff)) {
    yield fail(api.resource, undefined, 'no route of the API declares or validates anything of its requests', 'warning');
  }
  for (const route of declaring) {
    const required = requiredParameters(route);
    const open = [
      ...hasModel(route) && !holds(route.validatesBody) ? [{ what: 'a model for its body', reading: route.validatesBody }] : [],
      ...required.length > 0 && !holds(route.validatesParameters) ? [{ what: `the required ${required.join(' and ')}`, reading: route.validatesParameters }] : [],
    ];
    const off = open.filter(({ reading }) => reading.kind === 'known');
    const doubtful = open.find(({ reading }) => reading.kind === 'unknown')?.reading;
    yield off.length > 0
      ? fail(route.resource, route.validatorProperty, `${readable(route.text)} declares ${off.map(({ what }) => what).join(' and ')}, but nothing validates it`)
      : doubtful?.kind === 'unknown' ? unsure(route.resource, route.validatorProperty, `whether ${readable(route.text)} validates its requests (${doubtful.why})`)
        : pass(route.resource, route.validatorProperty);
  }
}

function hasModel({ models }: Route): boolean {
  return Object.keys(models).length > 0;
}

/** A part of the path is always there. */
function requiredParameters({ parameters }: Route): string[] {
  return Object.entries(parameters).filter(([name, required]) => required && !name.startsWith('path.')).map(([name]) => name.replace('.', ' '));
}

function holds(reading: Reading<boolean>): boolean {
  return reading.kind === 'known' && reading.value;
}
