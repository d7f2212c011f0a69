import { hasUnknown, referencesIn, unknownsIn } from '../../assembly/symbols';
import { writtenDefault } from '../../model/secret-literal';
import { type Check, fail, pass, unsure } from '../check';

export const apiKeyValue: Check = {
  id: 'api-key-value',
  title: 'The value of an API key stands in no template',
  severity: 'error',
  layer: 'consumers',
  why: 'Templates lie in repositories, in buckets and in the console: whoever reads one has the key, for as long as it lives.',
  fix: 'Leave Value out: API Gateway makes one. Where it must be known, hand it over with a dynamic reference to Secrets Manager.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::ApiGateway::ApiKey')) {
      const value = resource.properties.Value;
      const unknowns = unknownsIn(value);
      yield value === undefined || value === null || value === '' ? pass(resource, 'Value')
        : unknowns.some(writtenDefault) ? fail(resource, 'Value', 'the value is a parameter whose default is written out')
          : unknowns.some((why) => why.startsWith('dynamic reference ssm:')) ? fail(resource, 'Value', 'the value is a parameter of SSM that is not encrypted')
            : unknowns.some((why) => /^(dynamic reference|parameter )/.test(why)) ? pass(resource, 'Value')
              : hasUnknown(value) ? unsure(resource, 'Value', unknowns.join(', '))
                : referencesIn(value).length > 0 ? pass(resource, 'Value') : fail(resource, 'Value', 'the value is written out');
    }
  },
};
