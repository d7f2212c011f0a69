import { webAclAssociationSingle as check } from '../../../../src/posture/checks/web-firewall/web-acl-association-single';
import { found, judge } from '../../support/app';
import { guarded } from '../../support/web-acl';

test('one association passes, a second one of the same stage fails however its ARN is written', () => {
  const one = guarded();
  expect(judge(check, one)).toEqual(['pass Association ResourceArn']);
  const other = (name: string) => ({
    Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: 'arn', ResourceArn: { 'Fn::Sub': `arn:aws:apigateway:x::/restapis/\${Api}/stages/${name}` } },
  });
  expect(found(check, { ...one, Second: other('live') })).toEqual(['fail Second ResourceArn']);
  expect(found(check, { ...one, Second: other('test') })).toEqual([]);
});
