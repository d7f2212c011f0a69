/** Attributes that say the same as a Ref. */
const SAME_AS_REF: ReadonlyMap<string, string> = new Map(Object.entries({
  'AWS::ApiGateway::Authorizer': 'AuthorizerId',
  'AWS::ApiGateway::Deployment': 'DeploymentId',
  'AWS::ApiGateway::Resource': 'ResourceId',
  'AWS::ApiGateway::RestApi': 'RestApiId',
  'AWS::ApiGateway::UsagePlan': 'Id',
  'AWS::ApiGateway::ApiKey': 'APIKeyId',
  'AWS::Cognito::UserPool': 'UserPoolId',
  'AWS::Cognito::UserPoolClient': 'ClientId',
  'AWS::EC2::SecurityGroup': 'GroupId',
  'AWS::EC2::Subnet': 'SubnetId',
  'AWS::EC2::VPC': 'VpcId',
  'AWS::EC2::VPCEndpoint': 'Id',
  'AWS::EC2::RouteTable': 'RouteTableId',
  'AWS::KMS::Key': 'KeyId',
  'AWS::SecretsManager::Secret': 'Id',
  'AWS::SNS::Topic': 'TopicArn',
  'AWS::NetworkFirewall::Firewall': 'FirewallArn',
  'AWS::NetworkFirewall::FirewallPolicy': 'FirewallPolicyArn',
  'AWS::NetworkFirewall::RuleGroup': 'RuleGroupArn',
  'AWS::StepFunctions::StateMachine': 'Arn',
}));

/** An attribute of a resource as references spell it: `Ref` where both are the same. */
export function attributeName(type: string, attribute: string): string {
  return SAME_AS_REF.get(type) === attribute ? 'Ref' : attribute;
}
