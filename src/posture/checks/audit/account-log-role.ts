import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const accountLogRole: Check = {
  id: 'account-log-role',
  title: 'API Gateway has a role with which it writes logs',
  severity: 'error',
  layer: 'audit',
  why: 'There is one setting for all APIs of an account in a Region. Without the role in it none of them writes an execution log.',
  fix: 'Set CloudWatchRoleArn to a role with AmazonAPIGatewayPushToCloudWatchLogs that apigateway.amazonaws.com may take on.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const account of posture.ofType('AWS::ApiGateway::Account')) {
      const role = read(account, 'CloudWatchRoleArn');
      yield role.kind === 'unknown' ? unsure(account, 'CloudWatchRoleArn', role.why)
        : role.kind === 'absent' ? fail(account, 'CloudWatchRoleArn', 'is left out: no API of the account writes logs in this Region') : pass(account, 'CloudWatchRoleArn');
    }
  },
};
