import { free, readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { functionsAt } from '../../model/backends';
import { type Check, fail, pass, unsure } from '../check';

const FUNCTION_ARN = new RegExp(`:lambda:${free(':/')}:(\\d{12}):`);

export const authorizerFunction: Check = {
  id: 'authorizer-function',
  title: 'The function that decides on callers is one of this app',
  severity: 'error',
  layer: 'identity',
  why: 'Whoever can change the function decides who may call: how another account or another app guards it, these templates do not tell.',
  fix: 'Keep the function of the authorizer beside the API. Where a central one decides on purpose, acknowledge the check with the reason.',
  owasp: ['API2:2023'],
  * judge(posture) {
    const accounts = new Map(posture.app.stacks.map(({ name, account }) => [name, account]));
    for (const { authorizers } of posture.derive(apisOf)) {
      for (const { kind, resource, path, uri } of authorizers) {
        const property = [...path, path.length === 0 ? 'AuthorizerUri' : 'authorizerUri'].join('.');
        if (kind !== 'lambda') {
          continue;
        }
        const account = FUNCTION_ARN.exec(String(uri))?.[1];
        const own = accounts.get(resource.stack);
        yield uri === undefined ? fail(resource, property, 'the authorizer names no function')
          : functionsAt(posture, uri).length > 0 ? pass(resource, property)
            : account && own !== undefined && account !== own ? fail(resource, property, `a function of the account ${account} decides on callers`, 'warning')
              : unsure(resource, property, `what ${readable(uri)} decides, which is no function of this app`);
      }
    }
  },
};
