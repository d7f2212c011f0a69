import { hasUnknown, readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const routeAnyMethod: Check = {
  id: 'route-any-method',
  title: 'A path that names its methods has no ANY beside them',
  severity: 'warning',
  layer: 'routes',
  why: 'Whoever sends DELETE, or a method that nobody thought of, gets to the backend by ANY: with its authorization, and past the models and scopes of the methods beside it.',
  fix: 'Name each method that the path takes; what is not named API Gateway refuses.',
  owasp: ['API9:2023', 'API5:2023'],
  * judge(posture) {
    for (const { routes } of posture.derive(apisOf)) {
      for (const route of routes) {
        yield judgeRoute(route, routes);
      }
    }
  },
};

function judgeRoute({ resource, at, path, method }: Route, routes: readonly Route[]): Judgement {
  const property = at.length === 0 ? 'HttpMethod' : at.join('.');
  if (method !== 'ANY') {
    return pass(resource, property);
  }
  // OPTIONS beside ANY is how browsers' questions are answered.
  const others = routes.filter((other) => other.path === path && !['ANY', 'OPTIONS'].includes(other.method)).map((other) => other.method);
  return hasUnknown(path) ? unsure(resource, property, `whether ${readable(path)} has methods of its own`)
    : others.length > 0 ? fail(resource, property, `${readable(path)} takes ${others.join(', ')}, and by ANY every other method too`) : pass(resource, property);
}
