import { rmSync } from 'node:fs';
import { APIGatewayClient, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { type Change, type DeployedApp, appsIn } from './support/apps';
import { BlockedSet } from './support/blocked-set';
import { type Template, type TemplateResource, Cdk } from './support/cdk';
import { describeWith } from './support/engines';
import { deployedFunction, invoke } from './support/handler';
import { Lanes } from './support/lanes';
import { type Moto, ACCOUNT, startMoto } from './support/moto';
import { mutated } from './support/mutate';
import { Rehearsal, broken } from './support/rehearsal';
import { Stacks } from './support/stacks';
import { mustStay, previousVersion, replaced } from './support/upgrade';
import { Verification } from './support/verification';

/** An emulated account, bootstrapped with the real CLI. */
interface Account {
  readonly moto: Moto;
  readonly cdk: Cdk;
}

async function newAccount(): Promise<Account> {
  const moto = await startMoto();
  const cdk = new Cdk(moto);
  await cdk.bootstrap();
  // Another stack of the account owns API Gateway's logging role, as some of the examples expect.
  await new APIGatewayClient(moto.client).send(new UpdateAccountCommand({
    patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: `arn:aws:iam::${ACCOUNT}:role/ApiGatewayLogging` }],
  }));
  return { moto, cdk };
}

describeWith(['moto'], 'deployed with the CDK CLI', () => {
  const verification = new Verification();
  const lanes = new Lanes();
  const rehearsals = new Map<string, Rehearsal>();
  const accounts: Account[] = [];
  const previous = previousVersion();

  beforeAll(async () => {
    accounts.push(await newAccount());
    lanes.start(2);
  }, 120_000);
  afterAll(async () => {
    for (const { moto, cdk } of accounts) {
      await moto.stop();
      cdk.cleanUp();
    }
    if (previous) {
      rmSync(previous.directory, { recursive: true });
    }
  });

  test('`cdk bootstrap` prepares the account', async () => {
    expect(await new Stacks(accounts[0]!.moto).status('CDKToolkit')).toBe('CREATE_COMPLETE');
  });

  const rehearse = (app: DeployedApp) => {
    const on = () => rehearsals.get(app.name)!;
    let context: Record<string, string> = {};

    const changes = (change: Change) => lanes.test(app.name, `${change.title} changes, and exactly that`, async () => {
      const before = on().current;
      context = { ...context, ...change.context };
      const touched = await on().touchedBy(() => on().deploy(context));
      expect(touched).toEqual(on().differingFrom(before));
      const types = Object.entries(touched).flatMap(([name, ids]) => ids.map((id) => (
        on().current.templates[name]!.Resources[id] ?? before.templates[name]!.Resources[id])!.Type));
      expect(types).not.toEqual([]);
      expect(types.filter((type) => !change.touches.includes(type))).toEqual([]);
      expect(broken(await on().readBack())).toEqual([]);
    });

    lanes.test(app.name, 'deploys, and what the templates promise is there', async () => {
      const { moto, cdk } = accounts[0]!;
      rehearsals.set(app.name, new Rehearsal(app, moto, cdk));
      await on().deploy();
      const items = await on().readBack();
      expect(broken(items)).toEqual([]);
      expect(items.length).toBeGreaterThan(0);
      if (app.example) {
        items.forEach((item) => verification.deployed(app.name, item));
      }
    });

    if (!app.example) {
      app.changes.forEach(changes);
      return;
    }

    lanes.test(app.name, 'deployed again, nothing changes', async () => {
      const touched = await on().touchedBy(() => accounts[0]!.cdk.deployAssembly(on().current));
      expect(Object.values(touched).flat()).toEqual([]);
    });

    app.changes.forEach(changes);

    lanes.test(app.name, 'what an operator blocked stays blocked through a deploy that changes all around it', async () => {
      const { moto, cdk } = accounts[0]!;
      const set = new BlockedSet(moto, await on().physicalIds());
      await set.write(['10.66.6.6/32']);
      const { exitCode } = await cdk.deployAssembly(mutated(on().current, describeAnew));
      expect(exitCode).toBe(0);
      expect(await set.addresses()).toEqual(['10.66.6.6/32']);
      await set.write([]);
      await cdk.mustDeploy(on().current);
      expect(broken(await on().readBack())).toEqual([]);
    });

    lanes.test(app.name, 'a broken change rolls back, and the CLI ends with an error', async () => {
      const before = await on().physicalIds();
      const change = mutated(on().current, breakLater);
      const { exitCode, output } = await accounts[0]!.cdk.deployAssembly(change);
      expect(output).toContain('0.0.0.0/0');
      expect(exitCode).toBe(1);
      expect(Object.values(await on().statuses())).toContain('UPDATE_ROLLBACK_COMPLETE');
      expect(await on().physicalIds()).toEqual(before);
      expect(broken(await on().readBack())).toEqual([]);
    });
  };

  const rehearseHandlers = (app: DeployedApp) => lanes.test(app.name, 'the bundled handler keeps payments in the deployed table', async () => {
    const { moto } = accounts[0]!;
    const on = rehearsals.get(app.name)!;
    const hasTable = ({ Properties }: TemplateResource) => Properties!.Environment?.Variables?.TABLE_NAME !== undefined;
    const handler = await deployedFunction(moto, on.current, await on.physicalIds(), hasTable);
    const event = (httpMethod: string, resource: string, clientId: string, more: object = {}) => ({
      httpMethod,
      resource,
      headers: {},
      requestContext: {
        authorizer: { claims: { client_id: clientId } }, requestTimeEpoch: Date.UTC(2026, 10, 23),
      },
      ...more,
    });
    const order = event('POST', '/payments', 'billing', {
      headers: { 'Idempotency-Key': 'order-1' },
      body: JSON.stringify({ debtorAccount: 'DE00000000000000000000', beneficiaryId: 'b1', amount: { currency: 'EUR', minorUnits: 500 } }),
    });
    const [first, second, list] = await invoke(moto, handler, [order, order, event('GET', '/payments', 'billing')]);
    expect([first, second, list].map(({ statusCode }) => statusCode)).toEqual([201, 200, 200]);
    expect(JSON.parse(second.body)).toEqual(JSON.parse(first.body));
    const path = { pathParameters: { paymentId: JSON.parse(first.body).id } };
    const approvals = await invoke(moto, handler, ['billing', 'treasury', 'treasury'].map((client) => event('PUT', '/payments/{paymentId}/approval', client, path)));
    expect(approvals.map(({ statusCode }) => statusCode)).toEqual([403, 200, 409]);
  });

  for (const app of appsIn().sort((a, b) => Number(b.example) - Number(a.example))) {
    describe(app.name, () => {
      rehearse(app);
      if (app.name === 'payments') {
        rehearseHandlers(app);
      }
    });
  }

  describe('upgraded', () => {
    const upgradable = previous ? appsIn(previous.directory).filter(({ example }) => example) : [];
    for (const app of upgradable) {
      lanes.test('upgrade', `${app.name} from ${previous!.revision} to this version keeps what must not be replaced`, async () => {
        const { moto, cdk } = accounts[1] ??= await newAccount();
        const rehearsal = new Rehearsal(app, moto, cdk);
        await rehearsal.deploy();
        const before = await rehearsal.physicalIds();
        const old = rehearsal.current;
        rehearsal.current = rehearsals.get(app.name)!.first!;
        await cdk.mustDeploy(rehearsal.current);
        const after = await rehearsal.physicalIds();
        for (const [name, template] of Object.entries(old.templates)) {
          expect(replaced(mustStay(app.name, template), before[name]!, after[name] ?? {})).toEqual([]);
        }
        expect(broken(await rehearsal.readBack())).toEqual([]);
      });
    }
    if (upgradable.length === 0) {
      process.stdout.write(`\nno upgrade is tested: ${previous ? `${previous.revision} has no example that deploys` : 'there is no earlier version in this checkout'}\n`);
    }

    const fixture = appsIn().find(({ example }) => !example)!;
    lanes.test(fixture.name, 'a replaced IP set would be noticed', async () => {
      const on = rehearsals.get(fixture.name)!;
      const before = await on.physicalIds();
      await on.deploy({ replace: 'true' });
      const after = await on.physicalIds();
      const name = on.names[0]!;
      const lost = replaced(mustStay('none', on.current.templates[name]!), before[name]!, after[name]!);
      expect(lost.map((id) => on.current.templates[name]!.Resources[id]!.Type).sort()).toEqual(['AWS::WAFv2::IPSet']);
      expect(broken(await on.readBack())).toEqual([]);
    });
  });

  test('docs/verification.md tells how every type of the examples was verified', () => {
    process.stdout.write(`\n${verification.table()}\n\n`);
    expect(verification.page()).toBe(verification.table());
  });
});

/** Changes every IP set and web ACL that has a description. */
function describeAnew({ Resources: resources }: Template): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (['AWS::WAFv2::IPSet', 'AWS::WAFv2::WebACL'].includes(Type) && Properties?.Description !== undefined) {
      Properties.Description = 'described anew';
    }
  }
}

/** Changes a key, which succeeds, and then an IP set, which AWS WAF refuses. */
function breakLater({ Resources: resources }: Template): void {
  const list = Object.values(resources).find(({ Type, Properties }) => Type === 'AWS::WAFv2::IPSet' && Properties!.IPAddressVersion === 'IPV4');
  const key = Object.keys(resources).find((id) => resources[id]!.Type === 'AWS::KMS::Key');
  if (list && key) {
    list.Properties!.Addresses = [...list.Properties!.Addresses, '0.0.0.0/0'];
    Object.assign(list, { DependsOn: [key] });
    resources[key]!.Properties!.Description = 'changed before something broke';
  }
}
