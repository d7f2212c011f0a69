import { diffApps } from '../../../src/posture/diff/diff';
import { type Held, appOf } from '../support/app';
import { PARAMETERS, TOPIC, include, loop, nested, ofModule } from '../support/elsewhere';

/** What a diff says of two templates. */
function changes(before: Held, after: Held): string[] {
  return diffApps(appOf({ Test: before }), appOf({ Test: after })).map(({ direction, message }) => `${direction}: ${message}`);
}

const NET = { Resources: nested('https://b/1.yaml', { Cidr: '10.0.0.0/8', Password: 'hunter2' }) };

test.each<[string, Held, Held, string[]]>([
  ['a nested stack with another template and other parameters', NET, { Resources: nested('https://b/2.yaml', { Cidr: '0.0.0.0/0', Password: 'hunter2' }) },
    ['unknown: nested stack Net: TemplateURL is now https://b/2.yaml; before, https://b/1.yaml and its parameter Cidr is now 0.0.0.0/0; before, 10.0.0.0/8: what it holds is not known']],
  ['...with another secret, which is not told', NET, { Resources: nested('https://b/1.yaml', { Cidr: '10.0.0.0/8', Password: 'correct' }) }, ['unknown: nested stack Net: its parameter Password changed: what it holds is not known']],
  ['...with other tags', NET, { Resources: nested('https://b/1.yaml', { Cidr: '10.0.0.0/8', Password: 'hunter2' }, { Tags: [{ Key: 'a', Value: 'b' }], TimeoutInMinutes: 5 }) }, []],
  ['...that is new', { Resources: { T: TOPIC } }, { Resources: { T: TOPIC, ...NET.Resources } }, ['unknown: nested stack Net: is new: what it holds is not known']],
  ['...that is gone', { Resources: { T: TOPIC, ...NET.Resources } }, { Resources: { T: TOPIC } }, ['unknown: nested stack Net: is gone: what it held is not known']],
  ['a loop that is new', { ...PARAMETERS, Resources: { T: TOPIC } }, { ...PARAMETERS, Resources: { T: TOPIC, ...loop({ 'Topic${N}': TOPIC }) } }, ['unknown: loop Apis: is new: what it holds is not known']],
  ['a loop that makes something else', { ...PARAMETERS, Resources: loop({ 'Topic${N}': TOPIC }) }, { ...PARAMETERS, Resources: loop({ 'Topic${N}': { Type: 'AWS::Lambda::Url' } }) },
    ['unknown: loop Apis: what it says changed: what it holds is not known']],
  ['a module with another property', { Resources: ofModule({ Open: 'no' }) }, { Resources: ofModule({ Open: 'yes' }) }, ['unknown: module T (Acme::Private::Api::MODULE): Open is now yes; before, no: what it holds is not known']],
  ['an include of another file', { Resources: include('s3://b/1.yaml') }, { Resources: include('s3://b/2.yaml') }, ['unknown: macro AWS::Include: what it says changed: what it holds is not known']],
])('a diff is told once of %s', (_, before, after, said) => {
  expect(changes(before, after)).toEqual(said);
});
