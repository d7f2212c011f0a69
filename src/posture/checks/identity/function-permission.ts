import type { Resource } from '../../assembly/app';
import { hasUnknown, readable, unknownsIn } from '../../assembly/symbols';
import { read, readText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const functionPermission: Check = {
  id: 'function-permission',
  title: 'A function is invoked by the API that it serves, and by nobody else',
  severity: 'error',
  layer: 'identity',
  why: 'A permission for everybody, or for API Gateway without saying of whose, lets any account put an API of its own before the function, without the authorizer.',
  fix: 'Name apigateway.amazonaws.com with the SourceArn of the API; name no principal *.',
  owasp: ['API2:2023', 'API5:2023'],
  securityHub: ['Lambda.1'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission')) {
      yield judgePermission(resource);
      const action = readText(resource, 'Action');
      if (action.kind === 'known' && /^(lambda:)?[^:]*\*/.test(action.value)) {
        yield fail(resource, 'Action', `the permission is for ${readable(action.value)}: whoever may invoke the function may change it too`);
      }
    }
  },
};

function judgePermission(resource: Resource): Judgement {
  const principal = readText(resource, 'Principal');
  if (principal.kind !== 'known') {
    return unsure(resource, 'Principal', principal.kind === 'unknown' ? principal.why : 'the principal');
  }
  const arn = read(resource, 'SourceArn');
  const account = read(resource, 'SourceAccount');
  const organization = [read(resource, 'PrincipalOrgID'), read(resource, 'OrganizationId')].some((reading) => reading.kind !== 'absent');
  // Only the calls of AWS services carry a source.
  if (principal.value.trim() === '*') {
    const bounded = organization || [arn, account].some((reading) => reading.kind !== 'absent') && !isOfAnybody(arn.kind === 'known' ? String(arn.value) : '');
    return bounded ? pass(resource, 'Principal') : fail(resource, 'Principal', 'everybody in AWS may invoke the function: the principal is *');
  }
  if (!/^apigateway\.amazonaws\.com/i.test(principal.value)) {
    return pass(resource, 'Principal');
  }
  if (account.kind !== 'absent') {
    return pass(resource, 'SourceAccount');
  }
  if (arn.kind === 'absent') {
    return fail(resource, 'SourceArn', 'any API of any account may invoke the function: SourceArn is left out');
  }
  const text = arn.kind === 'known' ? String(arn.value) : '';
  return isOfAnybody(text) ? fail(resource, 'SourceArn', `any API of any account may invoke the function: SourceArn is ${readable(text)}`)
    : isOfEveryApi(text) ? fail(resource, 'SourceArn', `every API of the account may invoke the function: SourceArn is ${readable(text)}`, 'warning')
      : arn.kind === 'unknown' ? unsure(resource, 'SourceArn', arn.why)
        : hasUnknown(text) && !/^arn:/.test(text) ? unsure(resource, 'SourceArn', unknownsIn(text).join(', ')) : pass(resource, 'SourceArn');
}

/** An ARN that names the account and no API. */
function isOfEveryApi(arn: string): boolean {
  const [, , service, , , api = ''] = arn.split(/:(?![^‹›]*›)/);
  return service === 'execute-api' && /^[*?]+(\/|$)/.test(api);
}

/** An ARN whose account and whose API are anybody's. */
function isOfAnybody(arn: string): boolean {
  const [, , , , account = '', api = ''] = arn.split(/:(?![^‹›]*›)/);
  return arn === '*' || /^[*?]*$/.test(account) && arn.startsWith('arn:') && /^[*?]*(\/|$)/.test(api);
}
