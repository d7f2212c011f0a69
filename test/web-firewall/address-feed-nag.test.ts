import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AlarmTopic } from '../../src/audit/alarm-topic';
import { DataKey } from '../../src/encryption/data-key';
import { AddressFeed } from '../../src/web-firewall/address-feed';
import { AddressSource } from '../../src/web-firewall/address-source';
import { nagFindings, PACKS } from '../support/nag';

test.each(Object.entries(PACKS))('%s finds nothing in an address feed', (_, Pack) => {
  const app = new App();
  const stack = new Stack(app, 'Test');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
  const dataKey = new DataKey(stack, 'Key');
  new AddressFeed(stack, 'Partners', {
    vpc,
    dataKey,
    alarmTopic: new AlarmTopic(stack, 'Topic', { dataKey }),
    sources: { partners: AddressSource.s3Object(s3.Bucket.fromBucketName(stack, 'Source', 'partner-lists'), 'partners.txt') },
  });
  app.synth();
  expect(nagFindings(app, [Pack])).toEqual([]);
});
