import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An engine that is ready, by the place where it lies; or the reason why it cannot be had here. */
export type Engine = { readonly path: string; readonly reason?: undefined } | { readonly path?: undefined; readonly reason: string };

/** The engines of this level. */
export type EngineName = 'moto' | 'suricata' | 'chromium';

const STATE = 'CDK_PRIVATE_API_ENGINES_STATE';

/** Where engines are kept between runs: outside the repository. */
export function cacheDirectory(): string {
  return process.env.CDK_PRIVATE_API_ENGINES ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk-private-api', 'engines');
}

/** Tells the tests what global-setup.ts found. */
export function announce(engines: Record<EngineName, Engine>): void {
  process.env[STATE] = JSON.stringify(engines);
}

/** What global-setup.ts found. */
export function engine(name: EngineName): Engine {
  return JSON.parse(process.env[STATE]!)[name];
}

/** `describe` for tests that need engines: skipped where one is missing, which global-setup.ts has said loudly. */
export function describeWith(names: EngineName[], title: string, tests: () => void): void {
  (names.every((name) => engine(name).path !== undefined) ? describe : describe.skip)(title, tests);
}

/** The release of Debian that this machine runs, like `bookworm`; undefined on any other system. */
export function debianRelease(): string | undefined {
  const file = '/etc/os-release';
  const text = process.platform === 'linux' && existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^ID=debian$/m.test(text) ? /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] : undefined;
}
