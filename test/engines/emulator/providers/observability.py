"""CloudWatch, CloudWatch Logs and SNS."""
from cloudformation.errors import ResourceFailed
from cloudformation.provider import Provider, camel, provides, text


@provides('AWS::Logs::LogGroup')
class LogGroup(Provider):
    name_length = 512

    def create(self, p):
        name, logs = p.get('LogGroupName') or self.generated_name(), self.aws('logs')
        spec = {'kmsKeyId': p['KmsKeyId']} if p.get('KmsKeyId') else {}
        self._key_must_exist(p)
        logs.create_log_group(logGroupName=name, tags=p.tags(), **spec)
        self._retention(name, p)
        self._policy(name, p)
        if p.get('LogGroupClass', 'STANDARD') != 'STANDARD':
            raise ResourceFailed('the emulator keeps log groups of class STANDARD only')
        return name

    def _key_must_exist(self, p):
        if p.get('KmsKeyId'):
            self.aws('kms').describe_key(KeyId=p['KmsKeyId'])

    def _policy(self, name, p):
        arn = self.attributes(name, p)['Arn']
        if p.get('ResourcePolicyDocument'):
            self.aws('logs').put_resource_policy(resourceArn=arn, policyDocument=text(p['ResourcePolicyDocument']))
        else:
            self.aws('logs').delete_resource_policy(resourceArn=arn)

    def _retention(self, name, p):
        if p.get('RetentionInDays'):
            self.aws('logs').put_retention_policy(logGroupName=name, retentionInDays=p['RetentionInDays'])
        else:
            self.aws('logs').delete_retention_policy(logGroupName=name)

    def update(self, physical_id, p, old):
        from moto.logs.models import logs_backends
        self._key_must_exist(p)
        logs_backends[self.account][self.region].groups[physical_id].kms_key_id = p.get('KmsKeyId')
        self._retention(physical_id, p)
        self._policy(physical_id, p)
        p.only('LogGroupName', 'LogGroupClass')
        for name in old.tags().keys() - p.tags().keys():
            self.aws('logs').untag_log_group(logGroupName=physical_id, tags=[name])
        if p.tags():
            self.aws('logs').tag_log_group(logGroupName=physical_id, tags=p.tags())

    def delete(self, physical_id, p):
        self.aws('logs').delete_log_group(logGroupName=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:logs:{self.region}:{self.account}:log-group:{physical_id}:*'}


@provides('AWS::Logs::MetricFilter')
class MetricFilter(Provider):
    def create(self, p):
        self._name = p.get('FilterName') or self.generated_name()
        self._put(self._name, p)
        return self._name

    def _put(self, name, p):
        spec = camel(p.all('FilterName', 'MetricTransformations'))
        # Dimensions are a list of key and value here, a map in the API, and unknown to moto's validation.
        transformations = [{**camel({k: v for k, v in item.items() if k != 'Dimensions'})} for item in p['MetricTransformations']]
        if any(item.get('Dimensions') for item in p['MetricTransformations']):
            raise ResourceFailed('the emulator keeps no dimensions of a metric filter')
        self.aws('logs').put_metric_filter(filterName=name, metricTransformations=[
            {**item, **({'defaultValue': float(item['defaultValue'])} if 'defaultValue' in item else {})} for item in transformations], **spec)

    def update(self, physical_id, p, old):
        p.get('FilterName')
        self._put(physical_id, p)

    def delete(self, physical_id, p):
        self.aws('logs').delete_metric_filter(logGroupName=p['LogGroupName'], filterName=physical_id)


@provides('AWS::Logs::QueryDefinition')
class QueryDefinition(Provider):
    def create(self, p):
        return self.aws('logs').put_query_definition(**camel(p.all()))['queryDefinitionId']

    def update(self, physical_id, p, old):
        self.aws('logs').put_query_definition(queryDefinitionId=physical_id, **camel(p.all()))

    def delete(self, physical_id, p):
        self.aws('logs').delete_query_definition(queryDefinitionId=physical_id)

    def attributes(self, physical_id, p):
        return {'QueryDefinitionId': physical_id}


@provides('AWS::CloudWatch::Alarm')
class Alarm(Provider):
    def create(self, p):
        name = p.get('AlarmName') or self.generated_name()
        self._put(name, p)
        return name

    def _put(self, name, p):
        if not p.get('MetricName') and not p.get('Metrics'):
            raise ResourceFailed('Exactly one of MetricName and Metrics must be given')
        self.aws('cloudwatch').put_metric_alarm(AlarmName=name, **p.all('AlarmName'))

    def update(self, physical_id, p, old):
        p.get('AlarmName')
        self._put(physical_id, p)

    def delete(self, physical_id, p):
        self.aws('cloudwatch').delete_alarms(AlarmNames=[physical_id])

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:cloudwatch:{self.region}:{self.account}:alarm:{physical_id}'}


@provides('AWS::CloudWatch::Dashboard')
class Dashboard(Provider):
    def create(self, p):
        name = p.get('DashboardName') or self.generated_name()
        self.aws('cloudwatch').put_dashboard(DashboardName=name, DashboardBody=p['DashboardBody'])
        return name

    def update(self, physical_id, p, old):
        p.get('DashboardName')
        self.aws('cloudwatch').put_dashboard(DashboardName=physical_id, DashboardBody=p['DashboardBody'])

    def delete(self, physical_id, p):
        self.aws('cloudwatch').delete_dashboards(DashboardNames=[physical_id])


@provides('AWS::SNS::Topic')
class Topic(Provider):
    SETTINGS = ('DisplayName', 'KmsMasterKeyId', 'TracingConfig', 'SignatureVersion', 'FifoTopic', 'ContentBasedDeduplication')

    def create(self, p):
        arn = self.aws('sns').create_topic(Name=p.get('TopicName') or self.generated_name(), Tags=p.get('Tags', []))['TopicArn']
        self._apply(arn, p)
        for item in p.get('Subscription', []):
            self.aws('sns').subscribe(TopicArn=arn, Protocol=item['Protocol'], Endpoint=item['Endpoint'])
        return arn

    def _apply(self, arn, p):
        for name, value in p.only(*self.SETTINGS).items():
            self.aws('sns').set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=str(value).lower() if isinstance(value, bool) else value)

    def update(self, physical_id, p, old):
        p.get('TopicName')
        if p.get('Subscription') != old.get('Subscription'):
            raise ResourceFailed('the emulator cannot change the subscriptions of a topic')
        self._apply(physical_id, p)
        self.aws('sns').untag_resource(ResourceArn=physical_id, TagKeys=[name for name in old.tags() if name not in p.tags()])
        self.aws('sns').tag_resource(ResourceArn=physical_id, Tags=p.get('Tags', []))

    def delete(self, physical_id, p):
        self.aws('sns').delete_topic(TopicArn=physical_id)

    def attributes(self, physical_id, p):
        return {'TopicArn': physical_id, 'TopicName': physical_id.split(':')[-1]}


@provides('AWS::SNS::TopicPolicy')
class TopicPolicy(Provider):
    def create(self, p):
        self.update('', p, {})
        return self.generated_name()

    def update(self, physical_id, p, old):
        for topic in p['Topics']:
            self.aws('sns').set_topic_attributes(TopicArn=topic, AttributeName='Policy', AttributeValue=text(p['PolicyDocument']))

    def delete(self, physical_id, p):
        pass  # the topic falls back to its default policy

    def attributes(self, physical_id, p):
        return {'Id': physical_id}


@provides('AWS::SNS::Subscription')
class Subscription(Provider):
    def create(self, p):
        return self.aws('sns').subscribe(TopicArn=p['TopicArn'], Protocol=p['Protocol'], Endpoint=p['Endpoint'])['SubscriptionArn']

    def delete(self, physical_id, p):
        self.aws('sns').unsubscribe(SubscriptionArn=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': physical_id}
