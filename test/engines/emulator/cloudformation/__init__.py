"""A CloudFormation that fails where moto's own would ignore: it plans, deploys, rolls back and cleans up as AWS does."""
