"""EventBridge rules."""
from cloudformation.provider import Provider, provides


@provides('AWS::Events::Rule')
class Rule(Provider):
    name_length = 64

    def _put(self, name, p):
        self.aws('events').put_rule(Name=name, **p.only('Description', 'ScheduleExpression', 'State', 'EventPattern'))
        if p.get('Targets'):
            self.aws('events').put_targets(Rule=name, Targets=p['Targets'])

    def create(self, p):
        name = p.get('Name') or self.generated_name()
        self._put(name, p)
        if p.get('Tags'):
            self.aws('events').tag_resource(ResourceARN=self.attributes(name, p)['Arn'], **p.only('Tags'))
        return name

    def update(self, physical_id, p, old):
        p.get('Name')
        gone = {target['Id'] for target in old.get('Targets', [])} - {target['Id'] for target in p.get('Targets', [])}
        if gone:
            self.aws('events').remove_targets(Rule=physical_id, Ids=sorted(gone))
        self._put(physical_id, p)
        arn, untagged = self.attributes(physical_id, p)['Arn'], [name for name in old.tags() if name not in p.tags()]
        if untagged:
            self.aws('events').untag_resource(ResourceARN=arn, TagKeys=untagged)
        if p.get('Tags'):
            self.aws('events').tag_resource(ResourceARN=arn, **p.only('Tags'))

    def delete(self, physical_id, p):
        self.aws('events').remove_targets(Rule=physical_id, Ids=[target['Id'] for target in p.get('Targets', [])])
        self.aws('events').delete_rule(Name=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:events:{self.region}:{self.account}:rule/{physical_id}'}
