"""Reading a template: parameters, conditions, references, and the values that intrinsic functions stand for."""
import base64
import json
import re

from .errors import invalid

NO_VALUE = object()
_SUB = re.compile(r'\$\{(!?)([^}]+)\}')
_DYNAMIC = re.compile(r'\{\{resolve:([a-z-]+):([^}]+)\}\}')


def references(value):
    """Every name that a value refers to, by Ref, Fn::GetAtt or Fn::Sub."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == 'Ref':
                yield item
            elif key == 'Fn::GetAtt':
                yield item[0] if isinstance(item, list) else item.split('.')[0]
            elif key == 'Fn::Sub':
                text, names = item if isinstance(item, list) else (item, {})
                yield from (name.split('.')[0] for literal, name in _SUB.findall(text) if not literal and name not in names)
                yield from references(names)
            else:
                yield from references(item)


def depends_on(resource):
    wanted = resource.get('DependsOn', [])
    return set([wanted] if isinstance(wanted, str) else wanted) | set(references(resource.get('Properties', {})))


def in_order(resources):
    """Logical ids, each after everything it depends on. Refuses a circle, as CloudFormation does before it starts."""
    waiting = {name: depends_on(resource) & resources.keys() for name, resource in resources.items()}
    order = []
    while waiting:
        ready = sorted(name for name, needs in waiting.items() if not needs)
        if not ready:
            raise invalid(f'Circular dependency between resources: [{", ".join(sorted(waiting))}]')
        order += ready
        waiting = {name: needs - set(ready) for name, needs in waiting.items() if name not in ready}
    return order


class Template:
    """A template with values for its parameters: what it says once every function is resolved."""

    def __init__(self, document, parameters, pseudo, services):
        self.document = document
        self.pseudo = pseudo
        self.services = services
        self.parameters = {name: self._parameter(name, spec, parameters) for name, spec in document.get('Parameters', {}).items()}
        self.live = {}  # logical id -> live resource, filled while the deployment goes on
        self.resources = {name: spec for name, spec in document.get('Resources', {}).items() if self._condition(spec.get('Condition'))}
        for name, spec in document.get('Resources', {}).items():
            for other in depends_on(spec):
                if other not in document['Resources'] and other not in self.parameters and other not in pseudo and other != 'AWS::NoValue':
                    raise invalid(f'Template format error: Unresolved resource dependencies [{other}] in the Resources block of the template ({name})')

    def _parameter(self, name, spec, given):
        value = given.get(name, spec.get('Default'))
        if value is None:
            raise invalid(f'Parameters: [{name}] must have values')
        if spec['Type'].startswith('AWS::SSM::Parameter::Value'):
            return self.services.parameter(value)
        return value.split(',') if spec['Type'] in ('CommaDelimitedList',) and isinstance(value, str) else value

    def _condition(self, name):
        return name is None or bool(self._test(self.document['Conditions'][name]))

    def _test(self, value):
        (function, arguments), = value.items()
        if function == 'Condition':
            return self._condition(arguments)
        if function == 'Fn::Equals':
            left, right = (self.resolve(item) for item in arguments)
            return str(left) == str(right)
        if function == 'Fn::Not':
            return not self._test(arguments[0])
        if function in ('Fn::And', 'Fn::Or'):
            return (all if function == 'Fn::And' else any)(self._test(item) for item in arguments)
        raise invalid(f'Template error: condition function {function} is not supported')

    def resolve(self, value):
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if isinstance(value, str):
            return _DYNAMIC.sub(lambda found: self.services.dynamic(found[1], found[2]), value) if '{{resolve:' in value else value
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, arguments), = value.items()
            if function == 'Ref' or function.startswith('Fn::'):
                return self._function(function, arguments)
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}

    def _function(self, function, arguments):
        handler = getattr(self, '_' + function.replace('Fn::', '').lower(), None)
        if handler is None:
            raise invalid(f'Template error: {function} is not supported')
        return handler(arguments)

    def _ref(self, name):
        if name == 'AWS::NoValue':
            return NO_VALUE
        if name in self.pseudo:
            return self.pseudo[name]
        if name in self.parameters:
            return self.parameters[name]
        if name not in self.live:
            raise invalid(f'Template format error: Unresolved dependency [{name}]')
        return self.live[name].physical_id

    def _getatt(self, arguments):
        name, attribute = arguments if isinstance(arguments, list) else arguments.split('.', 1)
        attributes = self.live[name].attributes
        if attribute not in attributes:
            raise invalid(f'Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt')
        return attributes[attribute]

    def _join(self, arguments):
        return arguments[0].join(str(item) for item in self.resolve(arguments[1]))

    def _split(self, arguments):
        return self.resolve(arguments[1]).split(arguments[0])

    def _select(self, arguments):
        return self.resolve(arguments[1])[int(self.resolve(arguments[0]))]

    def _if(self, arguments):
        return self.resolve(arguments[1] if self._condition(arguments[0]) else arguments[2])

    def _sub(self, arguments):
        text, names = arguments if isinstance(arguments, list) else (arguments, {})

        def value(found):
            literal, name = found.groups()
            if literal:
                return '${' + name + '}'
            if name in names:
                return str(self.resolve(names[name]))
            return str(self._getatt(name) if '.' in name else self._ref(name))

        return _SUB.sub(value, text)

    def _findinmap(self, arguments):
        found = self.document['Mappings']
        for key in self.resolve(arguments):
            found = found[key]
        return found

    def _importvalue(self, arguments):
        return self.services.export(self.resolve(arguments))

    def _getazs(self, arguments):
        return [f'{self.resolve(arguments) or self.pseudo["AWS::Region"]}{zone}' for zone in 'abc']

    def _base64(self, arguments):
        return base64.b64encode(self.resolve(arguments).encode()).decode()

    def _tojsonstring(self, arguments):
        return json.dumps(self.resolve(arguments))
