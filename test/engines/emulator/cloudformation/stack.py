"""Stacks and their deployments: plan, create, update or replace in order of dependency, clean up, or roll everything back."""
import traceback
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone

from . import provider as providers
from .errors import ResourceFailed
from .template import in_order


@dataclass
class Live:
    """A resource that exists."""
    logical_id: str
    type: str
    physical_id: str
    properties: dict
    attributes: dict
    definition: dict

    def retained(self, policy):
        return self.definition.get(policy) in ('Retain', 'RetainExceptOnCreate')


@dataclass
class Stack:
    id: str
    name: str
    region: str
    account: str
    status: str = 'REVIEW_IN_PROGRESS'
    reason: str = None
    template: object = None
    body: str = ''
    tags: dict = field(default_factory=dict)
    deployed_tags: dict = field(default_factory=dict)
    resources: dict = field(default_factory=dict)
    outputs: list = field(default_factory=list)
    events: list = field(default_factory=list)
    parameters: dict = field(default_factory=dict)
    role: str = None
    protected: bool = False
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))
    updated: datetime = None

    def event(self, logical_id, physical_id, resource_type, status, reason=None):
        self.events.append({
            'StackId': self.id, 'StackName': self.name, 'EventId': str(uuid.uuid4()), 'LogicalResourceId': logical_id,
            'PhysicalResourceId': physical_id or '', 'ResourceType': resource_type, 'ResourceStatus': status,
            'ResourceStatusReason': reason, 'Timestamp': datetime.now(timezone.utc),
        })

    def now(self, status, reason=None):
        self.status, self.reason, self.updated = status, reason, datetime.now(timezone.utc)
        self.event(self.name, self.id, 'AWS::CloudFormation::Stack', status, reason)


def plan(schema, old, new):
    """The change set: what would be added, modified (and whether that replaces) or removed, as far as the templates tell."""
    before = old.resources if old else {}
    changes = []
    for name, spec in new.resources.items():
        was = before.get(name)
        if was is None:
            changes.append(('Add', name, spec['Type'], None))
        elif was['Type'] != spec['Type']:
            changes.append(('Modify', name, spec['Type'], 'True'))
        else:
            mine, theirs = spec.get('Properties', {}), was.get('Properties', {})
            differing = [key for key in {*mine, *theirs} if mine.get(key) != theirs.get(key)]
            kinds = {schema.replaces(spec['Type'], key) for key in differing}
            if differing:
                changes.append(('Modify', name, spec['Type'], 'True' if 'yes' in kinds else 'Conditional' if 'maybe' in kinds else 'False'))
            elif {k: v for k, v in was.items() if k != 'Metadata'} != {k: v for k, v in spec.items() if k != 'Metadata'}:
                changes.append(('Modify', name, spec['Type'], 'False'))
    changes += [('Remove', name, spec['Type'], None) for name, spec in before.items() if name not in new.resources]
    if old and not changes and (old.parameters != new.parameters or old.document.get('Outputs') != new.document.get('Outputs')):
        return [], True
    return changes, bool(changes)


class Deployment:
    """One execution of one template on one stack."""

    def __init__(self, stack, template, schema):
        self.stack, self.template, self.schema = stack, template, schema
        self.before = dict(stack.resources)
        self.undo = []      # (description, action), to be run backwards
        self.leftovers = []  # replaced resources, deleted when all went well

    def run(self):
        kind = 'UPDATE' if self.before or self.stack.status not in ('REVIEW_IN_PROGRESS',) else 'CREATE'
        self.stack.now(f'{kind}_IN_PROGRESS', 'User Initiated')
        try:
            for name in in_order(self.template.resources):
                self._step(name, self.template.resources[name])
            outputs = self._outputs()
        except Exception as error:  # whatever broke, the stack must end in a state that the CLI understands
            if not isinstance(error, ResourceFailed):
                traceback.print_exc()
            self._roll_back(kind, str(getattr(error, 'message', error)))
            return
        self._clean_up()
        self.stack.resources = {name: self.template.live[name] for name in self.template.resources}
        self.stack.outputs, self.stack.template, self.stack.deployed_tags = outputs, self.template, self.stack.tags
        self.stack.now(f'{kind}_COMPLETE')

    def _provider(self, logical_id, resource_type):
        cls = providers.provider_of(resource_type)
        if cls is None:
            raise ResourceFailed(f'the emulator has no provider for {resource_type}')
        return cls(logical_id, self.stack.name, self.stack.region, self.stack.account)

    def _step(self, name, spec):
        kind, was = spec['Type'], self.before.get(name)
        try:
            maker = self._provider(name, kind)
            properties = self.schema.check(kind, self.template.resolve(spec.get('Properties', {})))
            if was is None or was.type != kind:
                self._create(name, spec, maker, properties, was)
            elif was.properties == properties and not (maker.follows_stack_tags and self.stack.tags != self.stack.deployed_tags):
                self.template.live[name] = Live(name, kind, was.physical_id, was.properties, was.attributes, spec)
            elif self._replaces(kind, was.properties, properties):
                self._create(name, spec, maker, properties, was)
            else:
                self._update(name, spec, maker, properties, was)
        except Exception as error:
            verb = 'CREATE' if was is None else 'UPDATE'
            self.stack.event(name, was and was.physical_id, kind, f'{verb}_FAILED', str(getattr(error, 'message', error)))
            raise

    def _replaces(self, kind, old, new):
        changed = [key for key in {*old, *new} if old.get(key) != new.get(key)]
        decide = getattr(providers.provider_of(kind), 'maybe_replaces', lambda key, before, after: False)
        return any(self.schema.replaces(kind, key) == 'yes' or (
            self.schema.replaces(kind, key) == 'maybe' and decide(key, old, new)) for key in changed)

    def _create(self, name, spec, maker, properties, replaced):
        status = 'UPDATE' if replaced else 'CREATE'
        self.stack.event(name, '', spec['Type'], f'{status}_IN_PROGRESS',
                         'Requested update requires the creation of a new physical resource; hence creating one.' if replaced else None)
        tracked = providers.Properties(properties)
        physical = providers.run(lambda: maker.create(tracked))
        if spec.get('DeletionPolicy') == 'Retain':  # kept even when its own creation is rolled back
            self.undo.append((name, spec['Type'], physical, None))
        else:
            self.undo.append((name, spec['Type'], physical, lambda: maker.delete(physical, providers.Properties(properties))))
        providers.ensure_all_used(spec['Type'], tracked)
        attributes = providers.run(lambda: maker.attributes(physical, providers.Properties(properties)))
        self.template.live[name] = Live(name, spec['Type'], physical, properties, attributes, spec)
        if replaced:
            self.leftovers.append((replaced, 'UpdateReplacePolicy'))
        self.stack.event(name, physical, spec['Type'], f'{status}_COMPLETE')

    def _update(self, name, spec, maker, properties, was):
        self.stack.event(name, was.physical_id, spec['Type'], 'UPDATE_IN_PROGRESS')
        # Undone even when the update itself fails half way.
        self.undo.append((name, spec['Type'], was.physical_id, lambda: maker.update(
            was.physical_id, providers.Properties(was.properties), providers.Properties(properties))))
        tracked = providers.Properties(properties)
        providers.run(lambda: maker.update(was.physical_id, tracked, providers.Properties(was.properties)))
        providers.ensure_all_used(spec['Type'], tracked)
        attributes = providers.run(lambda: maker.attributes(was.physical_id, providers.Properties(properties)))
        self.template.live[name] = Live(name, spec['Type'], was.physical_id, properties, attributes, spec)
        self.stack.event(name, was.physical_id, spec['Type'], 'UPDATE_COMPLETE')

    def _outputs(self):
        outputs = []
        for key, spec in self.template.document.get('Outputs', {}).items():
            export = spec.get('Export', {}).get('Name')
            outputs.append({'OutputKey': key, 'OutputValue': self.template.resolve(spec['Value']), 'Description': spec.get('Description'),
                            'ExportName': self.template.resolve(export) if export else None})
        return outputs

    def _roll_back(self, kind, reason):
        self.stack.now('ROLLBACK_IN_PROGRESS' if kind == 'CREATE' else 'UPDATE_ROLLBACK_IN_PROGRESS', reason)
        failed = None
        for name, resource_type, physical, action in reversed(self.undo):
            if action is None:
                self.stack.event(name, physical, resource_type, 'DELETE_SKIPPED')
                continue
            try:
                providers.run(action)
                self.stack.event(name, physical, resource_type, 'UPDATE_COMPLETE' if name in self.before else 'DELETE_COMPLETE', 'Rollback')
            except Exception as error:
                failed = str(error)
                self.stack.event(name, physical, resource_type, 'UPDATE_FAILED' if name in self.before else 'DELETE_FAILED', failed)
        self.stack.resources = self.before
        end = 'ROLLBACK' if kind == 'CREATE' else 'UPDATE_ROLLBACK'
        self.stack.now(f'{end}_FAILED' if failed else f'{end}_COMPLETE', failed)

    def _clean_up(self):
        gone = [(live, 'DeletionPolicy') for name, live in self.before.items() if name not in self.template.resources]
        remove(self.stack, [live for live, policy in [*self.leftovers, *gone] if not live.retained(policy)])
        for live in (live for live, policy in [*self.leftovers, *gone] if live.retained(policy)):
            self.stack.event(live.logical_id, live.physical_id, live.type, 'DELETE_SKIPPED')


def remove(stack, resources):
    """Deletes resources, dependants first; tells whether every deletion went well."""
    definitions = {live.logical_id: live.definition for live in resources}
    by_name = {}
    for live in resources:
        by_name.setdefault(live.logical_id, []).append(live)
    fine = True
    for name in reversed(in_order(definitions)):
        for live in by_name[name]:
            maker = providers.provider_of(live.type)(name, stack.name, stack.region, stack.account)
            try:
                providers.run(lambda: maker.delete(live.physical_id, providers.Properties(live.properties)))
                stack.event(name, live.physical_id, live.type, 'DELETE_COMPLETE')
            except Exception as error:
                fine = False
                stack.event(name, live.physical_id, live.type, 'DELETE_FAILED', str(error))
    return fine
