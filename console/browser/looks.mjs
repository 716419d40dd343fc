// How the console looks: each page, on wide and narrow screens, in the light and in the dark.

import { join } from 'node:path';
import { assert, pages, withPage } from './browser.mjs';

const noSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

async function shoot(page, folder, name) {
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Each page shows what there is. */
export async function shows({ url, namespace, folder }) {
  const expected = {
    overview: ['dead letters: not tried any more', 'will be tried again'],
    controllers: ['maps', 'Next in the queue', `${namespace}/slow`],
    objects: [`${namespace}/bad-1`, '✕ dead', '↻ retrying', '◷ scheduled', '▶ running', '‖ paused'],
    retrying: [`${namespace}/flaky`, 'the database said no'],
    'dead-letters': ['2 objects', 'no such image', 'fingerprint'],
    tasks: ['probe', 'How late calls began', '≤ 1.0 ms', 'tail', 'reports each'],
    gate: ['Reads', 'Writes', 'PATCH', '201'],
    memory: ['Heap used', 'configmaps'],
    health: ['alive', 'ready'],
  };
  await withPage(url, {}, async (page) => {
    for (const [name, hash] of Object.entries(pages)) {
      await page.goTo(hash);
      for (const text of expected[name]) await page.getByText(text).or(page.locator('main').filter({ hasText: text })).first().waitFor();
      assert.equal(await page.locator('h1').count(), 1);
      assert.ok(await noSideways(page), `${name} does not scroll sideways`);
      await shoot(page, folder, name);
    }
    await page.goTo(`objects/maps/${namespace}/flaky`);
    await page.getByText('it was created').first().waitFor();
    await page.getByText('Failures in a row').waitFor();
    await shoot(page, folder, 'object');
  });
}

/** A telephone: nothing is wider than 360 pixels, and what is pressed is there. */
export async function phone({ url, namespace, folder }) {
  await withPage(url, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }, async (page) => {
    for (const hash of [...Object.values(pages), `objects/maps/${namespace}/flaky`, `objects/maps/${namespace}/bad-1`]) {
      await page.goTo(hash);
      assert.ok(await noSideways(page), `#/${hash} fits into 360 pixels`);
    }
    await page.goTo('dead-letters');
    await page.getByRole('button', { name: 'Replay' }).first().waitFor();
    await page.goTo('objects');
    await page.getByText('bad-1').first().waitFor();
    await shoot(page, folder, 'phone');
  });
}

/** The colours follow what the reader has chosen, and contrast is enough for text in both. */
export async function dark({ url, namespace, folder }) {
  for (const colorScheme of ['light', 'dark']) {
    await withPage(url, { colorScheme }, async (page) => {
      for (const hash of ['', 'dead-letters', 'objects', `objects/maps/${namespace}/flaky`]) {
        await page.goTo(hash);
        assert.deepEqual(await page.evaluate(faint), [], `${colorScheme} #/${hash}`);
      }
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
      assert.equal(ground[0] < 128, colorScheme === 'dark');
      if (colorScheme === 'dark') {
        await page.goTo('controllers');
        await page.getByText('Next in the queue').waitFor();
        await shoot(page, folder, 'dark');
      }
    });
  }
}

/** Texts whose contrast with what is behind them is less than 4.5 to 1 (WCAG 1.4.3). */
function faint() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('main *, nav *, header *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.closest(':disabled, svg') || element.checkVisibility?.({ visibilityProperty: true }) === false) continue;
    const [one, other] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) found.push(`${element.textContent.trim().slice(0, 40)}: ${ratio.toFixed(1)}`);
  }
  return found;
}
