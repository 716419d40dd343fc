// A browser for one check: Debian's chromium, driven by playwright-core.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export { assert };

/** Opens a browser on the console, runs a check, and closes it; whatever the page complains of fails the check. */
export async function withPage(url, options, check) {
  const profile = await mkdtemp(join(tmpdir(), 'escapement-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags,
    viewport: { width: 1280, height: 860 }, colorScheme: 'light', reducedMotion: 'reduce', ...options,
  });
  const complaints = [];
  try {
    const page = context.pages()[0] ?? await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) complaints.push(message.text()); });
    page.on('request', (request) => { if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(`asks for ${request.url()}`); });
    page.goTo = async (hash) => {
      await page.goto(`${url}#/${hash}`);
      await page.locator('main h1').first().waitFor();
      await page.locator('.loading').waitFor({ state: 'detached' });
    };
    await check(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

export const pages = { overview: '', controllers: 'controllers', objects: 'objects', retrying: 'retrying', 'dead-letters': 'dead-letters',
  tasks: 'tasks', gate: 'gate', memory: 'memory', health: 'health' };
