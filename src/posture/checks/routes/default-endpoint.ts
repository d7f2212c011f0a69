import { referencesIn } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { type Check, fail, pass, unsure } from '../check';

const MAPPINGS = ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::RoutingRule'];

export const defaultEndpoint: Check = {
  id: 'default-endpoint',
  title: 'An API with a domain of its own does not answer at its default name too',
  severity: 'warning',
  layer: 'routes',
  why: 'Whoever calls the default execute-api name passes by the domain, with its policy and whatever stands before it.',
  fix: 'Set DisableExecuteApiEndpoint to true, and deploy the API anew.',
  owasp: ['API9:2023'],
  * judge(posture) {
    const mapped = new Set(posture.ofType(...MAPPINGS).flatMap(({ properties }) => referencesIn(properties)).map(({ key }) => key));
    for (const { resource, disablesExecuteApiEndpoint: disabled } of posture.derive(apisOf)) {
      if (mapped.has(resource.key)) {
        yield disabled.kind === 'unknown' ? unsure(resource, 'DisableExecuteApiEndpoint', disabled.why)
          : disabled.kind === 'known' && disabled.value ? pass(resource, 'DisableExecuteApiEndpoint')
            : fail(resource, 'DisableExecuteApiEndpoint', `the default endpoint ${disabled.kind === 'absent' ? 'is left on' : 'is on'}, beside a domain of its own`);
      }
    }
  },
};
