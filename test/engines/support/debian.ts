import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory, debianRelease } from './engines';

const run = promisify(execFile);
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const UNUSED = ['./usr/share/doc', './usr/share/man', './usr/share/locale', './usr/lib/*/gconv', './etc'];

/** Debian packages to unpack side by side, away from the system. */
export interface PackageSet {
  /** Name and version of the directory in the cache. */
  readonly name: string;
  /** The suites to take packages from; the first is preferred. */
  readonly suites: string[];
  /** `name` or `name=version`. */
  readonly packages: string[];
}

/** The directory of the cache that holds a package set; installed there first, if it is not yet. */
export async function unpacked(set: PackageSet): Promise<string> {
  const target = join(cacheDirectory(), set.name);
  if (existsSync(target)) {
    return target;
  }
  mkdirSync(cacheDirectory(), { recursive: true });
  // Beside its target and renamed at the end: what the cache holds is always whole.
  const work = mkdtempSync(join(cacheDirectory(), `.${set.name}-`));
  try {
    await download(set, work);
    await unpack(work);
    rmSync(join(work, 'apt'), { recursive: true });
    if (!existsSync(target)) {
      renameSync(work, target);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

/** The Debian mirror that apt is configured to use. */
async function mirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE)']);
  const found = stdout.split('\n').map((line) => line.split(' ')).find(([, release]) => release === debianRelease());
  if (!found) {
    throw new Error(`apt is not configured to fetch ${debianRelease()} from any mirror`);
  }
  return found[0]!;
}

async function download(set: PackageSet, work: string): Promise<void> {
  const apt = join(work, 'apt');
  mkdirSync(join(apt, 'lists/partial'), { recursive: true });
  mkdirSync(join(apt, 'cache/archives/partial'), { recursive: true });
  writeFileSync(join(apt, 'status'), '');
  const uri = await mirror();
  writeFileSync(join(apt, 'sources.list'), set.suites.map((suite) => `deb [signed-by=${KEYRING}] ${uri} ${suite} main\n`).join(''));
  writeFileSync(join(apt, 'conf'), Object.entries({
    'Dir::Etc': apt,
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': apt,
    'Dir::State::lists': join(apt, 'lists'),
    'Dir::State::status': join(apt, 'status'), // an empty system: every dependency is fetched
    'Dir::Cache': join(apt, 'cache'),
    'Dir::Log': apt,
    'APT::Sandbox::User': '',
    'APT::Install-Recommends': 'false',
    'APT::Default-Release': set.suites[0]!,
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::Check-Valid-Until': 'false', // a mirror may lag; the signature is checked all the same
    'Debug::NoLocking': 'true',
  }).map(([key, value]) => `${key} "${value}";\n`).join(''));
  const env = { ...process.env, APT_CONFIG: join(apt, 'conf'), DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-qq', '--error-on=any', 'update'], { env });
  await run('apt-get', ['-qq', '-y', '--download-only', 'install', ...set.packages], { env, maxBuffer: 16_000_000 });
}

async function unpack(work: string): Promise<void> {
  const archives = join(work, 'apt/cache/archives');
  const root = join(work, 'root');
  mkdirSync(root);
  const packages = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  for (const name of packages) {
    // Base packages carry links where newer ones carry directories: unpacked one after the other, as dpkg does.
    await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --no-same-owner --keep-directory-symlink "$@"'
      .replace('"$@"', UNUSED.map((path) => `--exclude='${path}'`).join(' ')), 'sh', join(archives, name), root]);
  }
}
