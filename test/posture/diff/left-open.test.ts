import { diffApps } from '../../../src/posture/diff/diff';
import { withoutSecrets } from '../../../src/posture/model/hidden-secrets';
import { appOf } from '../support/app';
import { of, ref } from '../support/network';

interface Template {
  readonly parameters?: Record<string, unknown>;
  readonly conditions?: Record<string, unknown>;
  readonly condition?: string;
}

const SET = { Addresses: ref('Callers'), IPAddressVersion: 'IPV4', Scope: 'REGIONAL' };
function app({ parameters = {}, conditions = {}, condition = 'On' }: Template) {
  return withoutSecrets(appOf({
    Pay: {
      Parameters: { Callers: { Type: 'CommaDelimitedList', Default: '10.20.0.0/16' }, Env: { Type: 'String', Default: 'prod' }, ...parameters },
      Conditions: { [condition]: { 'Fn::Equals': [ref('Env'), 'prod'] }, ...conditions },
      Resources: {
        Set: of('WAFv2::IPSet', SET),
        Topic: { ...of('SNS::Topic', { DisplayName: ref('Env') }), Condition: condition },
      },
    },
  }));
}
const said = (base: Template, head: Template) => diffApps(app(base), app(head)).map(({ direction, message }) => `${direction}: ${message}`);

test.each<[way: string, head: Template, said: string[]]>([
  ['another default of a list', { parameters: { Callers: { Type: 'CommaDelimitedList', Default: '0.0.0.0/1,128.0.0.0/1' } } },
    ['unknown: the parameter Callers of the stack Pay is now 0.0.0.0/1,128.0.0.0/1 by default; before, 10.20.0.0/16: what hangs on it is not known',
      'unknown: which addresses the list Set holds is not known: Addresses is now <parameter Callers (default 0.0.0.0/1,128.0.0.0/1)>; before, <parameter Callers (default 10.20.0.0/16)>']],
  ['another definition of a condition', { conditions: { On: { 'Fn::Equals': [ref('Env'), 'never'] } } },
    ['unknown: the condition On of the stack Pay is now {"Fn::Equals":[{"Ref":"Env"},"never"]}; before, {"Fn::Equals":[{"Ref":"Env"},"prod"]}: what hangs on it is not known']],
  ['another word in a condition, which may be a secret', { conditions: { On: { 'Fn::Equals': [ref('Env'), 'correct-horse'] } } },
    [expect.stringMatching(/^unknown: the condition On of the stack Pay is now .*"\[a value [0-9a-f]{4}\]"\]}; before/) as string]],
  ['a condition that is called otherwise', { condition: 'Enabled' }, []],
  ['a parameter that nothing uses', { parameters: { Unused: { Type: 'String', Default: 'b' } } }, []],
])('what the deployment decides: %s', (_, head, expected) => {
  expect(said({ parameters: { Unused: { Type: 'String', Default: 'a' } } }, head)).toEqual(expected);
});

test.each<[way: string, more: Record<string, unknown>]>([
  ['by its name', {}], ['by what comes of it', { Secret: of('SecretsManager::Secret', { SecretString: ref('Loud') }) }],
])('a short default that is a secret %s is not told, nor a condition on it', (_, more) => {
  const template = (Default: string) => withoutSecrets(appOf({
    Pay: {
      Parameters: { Loud: { Type: 'String', Default }, DbPassword: { Type: 'String', Default } },
      Conditions: { On: { 'Fn::Equals': [ref('DbPassword'), Default] } },
      Resources: { Topic: of('SNS::Topic', { DisplayName: ref('DbPassword') }), ...more },
    },
  }));
  const text = JSON.stringify(diffApps(template('admin'), template('chief')).filter(({ resource }) => resource !== 'Loud' || more.Secret !== undefined));
  expect(text).toContain('DbPassword');
  expect(text).not.toMatch(/admin|chief/);
});

test.each([{ NoEcho: true }, {}])('a default that is a secret is not told, but that it changed: %j', (more) => {
  const template = (Default: string): Template => ({ parameters: { Env: { Type: 'String', Default }, DbPassword: { Type: 'String', Default, ...more } }, conditions: { X: { 'Fn::Equals': [ref('DbPassword'), ''] } } });
  const [line, ...others] = said(template('correct-horse-battery'), template('staple-staple-staple')).filter((text) => text.includes('DbPassword'));
  expect(others).toEqual([]);
  expect(line).toMatch(/^unknown: the parameter DbPassword of the stack Pay is now \[a (secret|value) [0-9a-f]{4}\] by default/);
});
