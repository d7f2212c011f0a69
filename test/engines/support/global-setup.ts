import { findChromium } from './chromium';
import { type Engine, type EngineName, announce, debianRelease } from './engines';
import { installMoto } from './moto';
import { installSuricata } from './suricata';

const INSTALL: Record<EngineName, () => Promise<string>> = { moto: installMoto, suricata: installSuricata, chromium: findChromium };

/** Brings the engines here, and says loudly which are missing. */
export default async function setUp(): Promise<void> {
  const started = Date.now();
  Object.assign(globalThis, { enginesStarted: started });
  const found = await Promise.all((Object.keys(INSTALL) as EngineName[]).map(async (name) => [name, await available(name)] as const));
  const engines = Object.fromEntries(found) as Record<EngineName, Engine>;
  announce(engines);
  process.stdout.write(`\nengines ready in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);

  const missing = found.filter(([, engine]) => engine.path === undefined);
  for (const [name, engine] of missing) {
    process.stdout.write(`\n*** SKIPPED: every test that needs ${name}: ${engine.reason}\n`);
  }
  if (missing.length > 0 && process.env.CI === 'true' && debianRelease()) {
    throw new Error(`on Debian in CI no engine may be missing: ${missing.map(([name]) => name).join(', ')}`);
  }
}

async function available(name: EngineName): Promise<Engine> {
  try {
    return { path: await INSTALL[name]() };
  } catch (error) {
    const { message, stderr } = error as Error & { stderr?: string };
    return { reason: (debianRelease() || name === 'chromium' ? stderr || message : 'it is installed from Debian\'s packages, and this is not Debian').trim() };
  }
}
