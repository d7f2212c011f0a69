import { diffApps } from '../../../src/posture/diff/diff';
import { appOf, type Resources } from '../support/app';
import { of, ref } from '../support/network';

function said(before: Resources, after: Resources): string[] {
  const changes = diffApps(appOf({ Pay: { Resources: before } }), appOf({ Pay: { Resources: after } }));
  return changes.map(({ direction, message }) => `${direction}: ${message}`);
}

const stage = (Format: string): Resources => ({ Stage: of('ApiGateway::Stage', { RestApiId: 'abc', StageName: 'prod', AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:a', Format } }) });
const [LESS, ID] = ['$context.requestId', '$context.identity.apiKeyId'];

test.each([
  '$context.identity.apiKey', '$context.requestOverride.header.Authorization', '$context.authorizer.access_token',
])('an access log that now holds %s is weaker, and without it stronger', (secret) => {
  expect(said(stage(LESS), stage(`${LESS} ${secret}`))).toEqual([`weaker: stage Stage: its access log now holds the credential ${secret}`]);
  expect(said(stage(`${LESS} ${secret}`), stage(LESS))).toEqual([`stronger: stage Stage: its access log no longer holds the credential ${secret}`]);
});

test('an access log that says which key it was is stronger', () => {
  expect(said(stage(LESS), stage(`${LESS} ${ID}`))).toEqual([`stronger: stage Stage: its access log now also says ${ID}`]);
});

const POOL: Resources = { Pool: of('Cognito::UserPool') };
const risk = (EventAction: string, SkippedIPRangeList: readonly string[]): Resources => ({
  ...POOL,
  Risk: of('Cognito::UserPoolRiskConfigurationAttachment', {
    UserPoolId: ref('Pool'), ClientId: 'ALL', CompromisedCredentialsRiskConfiguration: { Actions: { EventAction } }, RiskExceptionConfiguration: { SkippedIPRangeList },
  }),
});

test('a risk configuration that comes and skips addresses, or does nothing, is weaker', () => {
  expect(said(POOL, risk('BLOCK', ['0.0.0.0/0']))).toEqual(['weaker: risk configuration Risk is new: SkippedIPRangeList ["0.0.0.0/0"], EventAction BLOCK']);
  expect(said(POOL, risk('NO_ACTION', []))[0]).toMatch(/^weaker: risk configuration Risk is new: .*EventAction NO_ACTION$/);
  expect(said(POOL, risk('BLOCK', []))[0]).toMatch(/^stronger: risk configuration Risk is new/);
});

test('a risk configuration that now skips addresses, or blocks no longer, is weaker', () => {
  expect(said(risk('BLOCK', []), risk('BLOCK', ['203.0.113.0/24']))).toEqual(['weaker: risk configuration Risk: RiskExceptionConfiguration.SkippedIPRangeList now has 203.0.113.0/24']);
  expect(said(risk('BLOCK', []), risk('NO_ACTION', []))[0]).toMatch(/^weaker: .*EventAction is now NO_ACTION; before, BLOCK$/);
});
