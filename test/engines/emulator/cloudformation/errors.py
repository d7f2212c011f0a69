"""Errors as CloudFormation's API names them."""
from moto.cloudformation.exceptions import ValidationError


class ChangeSetNotFound(ValidationError):
    """The CLI waits for exactly this code after it deleted an old change set."""

    code = 'ChangeSetNotFound'

    def __init__(self, name):
        super().__init__(message=f'ChangeSet [{name}] does not exist')


class StackNotFound(ValidationError):
    def __init__(self, name):
        super().__init__(message=f'Stack with id {name} does not exist')


class ResourceFailed(Exception):
    """A resource could not be created, updated or deleted: the deployment rolls back."""


def invalid(message):
    return ValidationError(message=message)
