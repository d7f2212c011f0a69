import { hasUnknown, readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { type Check, fail, pass, unsure } from '../check';

export const routeAnyMethod: Check = {
  id: 'route-any-method',
  title: 'A path that has methods of its own has no route for every other method beside them',
  severity: 'warning',
  layer: 'routes',
  why: 'Whoever sends DELETE, or a method that nobody thought of, gets to the backend by ANY: with its authorization, and past the models and scopes of the methods beside it.',
  fix: 'Name each method that the path takes; what is not named API Gateway refuses.',
  owasp: ['API9:2023', 'API5:2023'],
  * judge(posture) {
    for (const { routes } of posture.derive(apisOf)) {
      for (const route of routes) {
        // OPTIONS beside ANY is how browsers' questions are answered.
        const others = routes.filter(({ path, method }) => path === route.path && method !== 'ANY' && method !== 'OPTIONS').map(({ method }) => method);
        const property = route.at.length === 0 ? 'HttpMethod' : route.at.join('.');
        yield route.method === 'ANY' && hasUnknown(route.path) ? unsure(route.resource, property, `whether ${readable(route.path)} has methods of its own`)
          : route.method === 'ANY' && others.length > 0
            ? fail(route.resource, property, `${readable(route.path)} takes ${others.join(', ')}, and by ANY every other method too`) : pass(route.resource, property);
      }
    }
  },
};
