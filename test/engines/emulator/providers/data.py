"""What the examples' handlers keep: DynamoDB tables."""
from cloudformation.provider import Provider, provides


@provides('AWS::DynamoDB::Table')
class Table(Provider):
    RECOVERY = 'PointInTimeRecoverySpecification'

    def create(self, p):
        name, db = p.get('TableName') or self.generated_name(), self.aws('dynamodb')
        spec = p.all('TableName', self.RECOVERY, 'TimeToLiveSpecification', 'SSESpecification', 'Tags')
        if 'SSESpecification' in p:
            spec['SSESpecification'] = {('Enabled' if key == 'SSEEnabled' else key): value for key, value in p['SSESpecification'].items()}
        db.create_table(TableName=name, Tags=p.get('Tags', []), **spec)
        self._options(name, p)
        return name

    def _options(self, name, p):
        if p.get(self.RECOVERY):
            self.aws('dynamodb').update_continuous_backups(TableName=name, **p.only(self.RECOVERY))
        if p.get('TimeToLiveSpecification'):
            self.aws('dynamodb').update_time_to_live(TableName=name, **p.only('TimeToLiveSpecification'))

    def update(self, physical_id, p, old):
        p.only('TableName')
        if {key: value for key, value in dict(p).items() if key not in (self.RECOVERY, 'Tags')} == {
                key: value for key, value in dict(old).items() if key not in (self.RECOVERY, 'Tags')}:
            p.all()
            self._options(physical_id, p)
        else:
            super().update(physical_id, p, old)

    def delete(self, physical_id, p):
        self.aws('dynamodb').delete_table(TableName=physical_id)

    def attributes(self, physical_id, p):
        return {'Arn': f'arn:aws:dynamodb:{self.region}:{self.account}:table/{physical_id}'}
