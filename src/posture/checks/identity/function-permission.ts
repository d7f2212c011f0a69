import type { Resource } from '../../assembly/app';
import { colonFields, free, hasUnknown, readable } from '../../assembly/symbols';
import { functionsAt, privateBackends } from '../../model/backends';
import type { Posture } from '../../model/posture';
import { openIn, read, readText } from '../../model/reading';
import { accountOf } from '../../policy/policy';
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
      yield judgePermission(posture, resource);
      const action = readText(resource, 'Action');
      if (action.kind === 'known' && /^(lambda:)?\*$/.test(action.value)) {
        yield fail(resource, 'Action', `the permission is for ${readable(action.value)}: whoever may invoke the function may change it too`);
      }
    }
  },
};

const API_ARN = new RegExp(`:execute-api:${free(':')}:(\\d{12}):`);

function judgePermission(posture: Posture, resource: Resource): Judgement {
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
    return bounded ? pass(resource, 'Principal') : everybody(posture, resource);
  }
  if (!/^apigateway\.amazonaws\.com/i.test(principal.value)) {
    const other = otherAccount(posture, resource, /^\d{12}$/.exec(accountOf(principal.value) ?? '')?.[0]);
    return other === undefined ? pass(resource, 'Principal') : fail(resource, 'Principal', `the account ${other} may invoke a function of a private API without the API`, 'warning');
  }
  if (account.kind !== 'absent') {
    const other = otherAccount(posture, resource, /^\d{12}$/.exec(account.kind === 'known' ? String(account.value) : '')?.[0]);
    return other === undefined ? pass(resource, 'SourceAccount') : fail(resource, 'SourceAccount', `APIs of the account ${other} lead to a function of a private API`, 'warning');
  }
  if (arn.kind === 'absent') {
    return fail(resource, 'SourceArn', 'any API of any account may invoke the function: SourceArn is left out');
  }
  const text = arn.kind === 'known' ? String(arn.value) : '';
  const other = otherAccount(posture, resource, API_ARN.exec(text)?.[1]);
  if (other !== undefined) {
    return fail(resource, 'SourceArn', `an API of the account ${other} leads to a function of a private API`, 'warning');
  }
  return isOfAnybody(text) ? fail(resource, 'SourceArn', `any API of any account may invoke the function: SourceArn is ${readable(text)}`)
    : isOfEveryApi(text) ? fail(resource, 'SourceArn', `every API of the account may invoke the function: SourceArn is ${readable(text)}`, 'warning')
      : arn.kind === 'unknown' ? unsure(resource, 'SourceArn', arn.why)
        : hasUnknown(text) && !/^arn:/.test(text) ? unsure(resource, 'SourceArn', openIn(text)) : pass(resource, 'SourceArn');
}

/** An ARN that names the account and no API. */
function isOfEveryApi(arn: string): boolean {
  const [, , service, , , api = ''] = colonFields(arn);
  return service === 'execute-api' && /^[*?]+(\/|$)/.test(api);
}

/** The function's URL may be meant for everybody, where the function is not that of a private API. */
function everybody(posture: Posture, resource: Resource): Judgement {
  const byUrl = read(resource, 'FunctionUrlAuthType').kind === 'known' || read(resource, 'InvokedViaFunctionUrl').kind === 'known';
  return byUrl && !isPrivate(posture, resource) ? fail(resource, 'Principal', 'everybody on the internet may invoke the function at its URL', 'warning')
    : fail(resource, 'Principal', 'everybody in AWS may invoke the function: the principal is *');
}

/** An account that is known not to be that of a function of a private API. */
function otherAccount(posture: Posture, resource: Resource, account: string | undefined): string | undefined {
  const own = posture.app.stacks.find(({ name }) => name === resource.stack)?.account;
  return account !== undefined && own !== undefined && own !== account && isPrivate(posture, resource) ? account : undefined;
}

function isPrivate(posture: Posture, { properties }: Resource): boolean {
  const backends = posture.derive(privateBackends);
  return functionsAt(posture, properties.FunctionName).some((one) => backends.has(one));
}

/** An ARN whose account and whose API are anybody's. */
function isOfAnybody(arn: string): boolean {
  const [, , , , account = '', api = ''] = colonFields(arn);
  return arn === '*' || /^[*?]*$/.test(account) && arn.startsWith('arn:') && /^[*?]*(\/|$)/.test(api);
}
