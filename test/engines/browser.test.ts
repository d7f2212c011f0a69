import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from './support/chromium';
import { describeWith } from './support/engines';

describeWith(['chromium'], 'a browser', () => {
  test('renders a local page, runs its script, and tells what it shows', async () => {
    const work = mkdtempSync(join(tmpdir(), 'browser-'));
    const page = join(work, 'page.html');
    writeFileSync(page, '<!doctype html><meta charset="utf-8"><title>Access</title><main>…</main>'
      + '<script>document.querySelector("main").textContent = ["GET", "/payments"].join(" ")</script>');
    const browser = await launchChromium();
    try {
      const tab = await browser.newPage();
      await tab.goto(pathToFileURL(page).href);
      expect([await tab.title(), await tab.textContent('main')]).toEqual(['Access', 'GET /payments']);
    } finally {
      await browser.close();
      rmSync(work, { recursive: true });
    }
  });
});
