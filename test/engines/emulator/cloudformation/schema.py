"""AWS's own resource schema (a compact copy, see ../../support/schema.ts): which properties exist, their types, which replace."""
import json
import os

from .errors import ResourceFailed

_SCALARS = {
    'string': lambda v: v if isinstance(v, str) else json.dumps(v) if isinstance(v, (bool, int, float)) else None,
    'boolean': lambda v: v if isinstance(v, bool) else {'true': True, 'false': False}.get(str(v).lower()),
    'integer': lambda v: int(v) if isinstance(v, (int, str)) and str(v).lstrip('-').isdigit() else int(v) if isinstance(v, float) and v.is_integer() else None,
    'number': lambda v: v if isinstance(v, (int, float)) and not isinstance(v, bool) else float(v) if isinstance(v, str) else None,
}


class Schema:
    def __init__(self, path=None):
        with open(path or os.environ['EMULATOR_SCHEMA'], encoding='utf-8') as file:
            document = json.load(file)
        self.resources, self.types = document['resources'], document['types']

    def replaces(self, resource_type, name):
        """Whether a change of this property makes a new resource: 'yes', 'no' or 'maybe'."""
        return self.resources.get(resource_type, {}).get('properties', {}).get(name, {}).get('replace', 'no')

    def check(self, resource_type, properties):
        """Properties with the types the schema wants (CloudFormation takes "5" for 5); refuses what the schema does not know."""
        if resource_type.startswith('Custom::') or resource_type == 'AWS::CloudFormation::CustomResource':
            return properties  # whatever its function understands
        known = self.resources.get(resource_type)
        if known is None:
            raise ResourceFailed(f'{resource_type} is not in the resource schema')
        missing = [n for n, p in known['properties'].items() if p.get('required') and n not in properties]
        if missing:
            raise ResourceFailed(f'Properties validation failed for {resource_type}: required key [{missing[0]}] not found')
        return self._object(known['properties'], properties, f'{resource_type}')

    def _object(self, known, value, where):
        unknown = [name for name in value if name not in known]
        if unknown:
            raise ResourceFailed(f'Encountered unsupported property {unknown[0]} in {where}')
        return {name: self._value(known[name]['type'], item, f'{where}/{name}') for name, item in value.items()}

    def _value(self, kind, value, where):
        name = kind['type']
        if name == 'ref':
            known = self.types[kind['reference']['$ref']]
            # An object without listed properties takes anything.
            return self._object(known, value, where) if known and isinstance(value, dict) else self._expect(dict, value, where)
        if name in ('array', 'list'):
            return [self._value(kind['element'], item, where) for item in self._expect(list, value, where)]
        if name == 'map':
            return {key: self._value(kind['element'], item, where) for key, item in self._expect(dict, value, where).items()}
        if name == 'tag':
            return {'Key': str(value['Key']), 'Value': str(value['Value'])}
        if name == 'union':
            return self._union(kind['types'], value, where)
        if name in _SCALARS:
            converted = _SCALARS[name](value)
            if converted is None:
                raise ResourceFailed(f'{where}: expected type: {name}, found: {type(value).__name__}')
            return converted
        return value  # json, date-time, null

    def _union(self, kinds, value, where):
        failure = None
        for kind in kinds:
            try:
                return self._value(kind, value, where)
            except (ResourceFailed, KeyError, TypeError, ValueError) as error:
                failure = error
        raise failure

    @staticmethod
    def _expect(expected, value, where):
        if not isinstance(value, expected):
            raise ResourceFailed(f'{where}: expected type: {expected.__name__}, found: {type(value).__name__}')
        return value
