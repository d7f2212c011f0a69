import { objectOf } from '../../assembly/json';
import { unknownsIn } from '../../assembly/symbols';
import { readFrom } from '../../model/reading';
import { isSecretLiteral, isSecretName, writtenDefault } from '../../model/secret-literal';
import { stagesOf } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

export const stageVariables: Check = {
  id: 'stage-variables',
  title: 'No secret stands in the variables of a stage',
  severity: 'error',
  layer: 'routes',
  why: 'Stage variables are no secrets: they stand in the template, in the console, and in what the integration may log.',
  fix: 'Keep the secret in Secrets Manager, and let the backend read it there.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { resource, prefix, properties } of posture.derive(stagesOf)) {
      const places = ['Variables', 'CanarySetting.StageVariableOverrides'].map((place) => ({ place, values: readFrom(properties, place) }));
      for (const { place, values } of places) {
        if (values.kind === 'unknown') {
          yield unsure(resource, `${prefix}${place}`, values.why);
        }
      }
      const variables = places.flatMap(({ place, values }) => Object.entries(objectOf(values.kind === 'known' ? values.value : undefined))
        .map(([name, value]) => ({ property: `${prefix}${place}.${name}`, name, value })));
      for (const { property, name, value } of variables) {
        const standing = unknownsIn(value).some(writtenDefault);
        yield isSecretLiteral(name, value) || isSecretName(name) && standing
          ? fail(resource, property, standing ? `the stage variable ${name} is a parameter whose default is written out` : `the stage variable ${name} is written out`)
          : pass(resource, property);
      }
    }
  },
};
