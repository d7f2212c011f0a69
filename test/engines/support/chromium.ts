import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { engine } from './engines';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium. Nothing is downloaded: `apt-get install chromium` is for whoever may do so. */
export async function findChromium(): Promise<string> {
  const places = [process.env.CHROMIUM_PATH, ...PLACES].filter((place): place is string => Boolean(place));
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) {
    throw new Error(`no Chromium at ${places.join(', ')}; \`apt-get install chromium\` brings one, CHROMIUM_PATH names another`);
  }
  return found;
}

/** Starts it without a window; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  // Chromium's own sandbox does not run as root, as containers do; the pages here are this project's own files.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: engine('chromium').path!, args });
}
