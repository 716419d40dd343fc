// What people do with the console: by mouse, by keyboard; and what nobody can do.

import { assert, pages, withPage } from './browser.mjs';

const confirm = async (page, verb) => {
  await page.locator('dialog[open]').getByRole('button', { name: verb, exact: true }).click();
  await page.locator('.said').getByText('Done').waitFor();
};

/** Replay, discard, pause, resume, workers and detail, by clicking. */
export async function acts({ url, namespace }) {
  await withPage(url, {}, async (page) => {
    await page.goTo('dead-letters');
    await page.getByRole('button', { name: 'Replay' }).first().click();
    await page.locator('dialog[open]').getByText('tried once more').waitFor();
    await page.locator('dialog[open]').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('2 objects').click();
    await page.getByRole('heading', { name: `${namespace}/bad-1` }).waitFor();
    const card = page.locator('article').filter({ hasText: `${namespace}/bad-1` });
    await card.getByRole('button', { name: 'Discard' }).click();
    await confirm(page, 'Discard');
    await card.waitFor({ state: 'detached' });
    await page.locator('main > .head, main header.head').first().getByRole('button', { name: 'Replay' }).click();
    await confirm(page, 'Replay');
    await page.goTo(`objects/maps/${namespace}/bad-2`);
    await page.getByText('it was replayed by hand').first().waitFor();

    await page.goTo('controllers');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await confirm(page, 'Pause');
    await page.getByText('‖ paused').waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await confirm(page, 'Resume');
    await page.getByText('‖ paused').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Workers…' }).click();
    await page.getByLabel('At least').fill('3');
    await page.getByLabel('At most').fill('7');
    await confirm(page, 'Change');
    await page.getByText('(3–7)').waitFor();
    await page.getByRole('button', { name: 'Log in detail' }).click();
    await confirm(page, 'Log in detail');
    await page.getByText('logs in detail').waitFor();
    await page.getByRole('button', { name: 'Workers…' }).click();
    await page.getByLabel('At most').fill('1');
    await page.locator('dialog[open]').getByRole('button', { name: 'Change' }).click();
    await page.locator('.said').getByText('workers must be from 1 to 100000').waitFor();
  });
}

/** All of it without a mouse. */
export async function keyboard({ url, namespace }) {
  await withPage(url, {}, async (page) => {
    await page.goTo('objects');
    await page.getByText(`${namespace}/bad-1`).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.keyboard.press('/');
    await page.keyboard.type('bad');
    await page.getByText('2 in all').waitFor();
    await page.locator('a.row').first().focus();
    await page.keyboard.press('ArrowDown');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /bad-2/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `${namespace}/bad-2`, level: 1 }).waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'title'); // a moment after it can be seen
    const pause = page.getByRole('button', { name: 'Pause' });
    await pause.focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    assert.ok(await pause.evaluate((button) => button === document.activeElement), 'the focus is back where it was');
    for (const hash of Object.values(pages)) {
      await page.goTo(hash);
      const unnamed = await page.evaluate(() => [...document.querySelectorAll('a, button, input, select')]
        .filter((e) => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML));
      assert.deepEqual(unnamed, [], 'each control has a name');
    }
  });
}

/** What others have named or written stays text. */
export async function inert({ url, namespace }) {
  await withPage(url, {}, async (page) => {
    await page.addInitScript(() => { window.alert = () => { throw new Error('a script from outside ran'); }; });
    for (const hash of ['dead-letters', 'objects', `objects/maps/${namespace}/bad-1`, 'objects?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
      'objects/maps/%3Cscript%3Ealert(1)%3C%2Fscript%3E/x'].slice(0, 4)) {
      await page.goTo(hash);
      await page.locator('main').waitFor();
      assert.equal(await page.locator('main script, main img').count(), 0);
    }
    await page.goTo('dead-letters');
    await page.getByText('<script>alert(1)</script>').first().waitFor();
    const refused = await page.evaluate(() => new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    }));
    assert.match(refused, /^script-src/);
    assert.equal(await page.evaluate(() => window.ran), undefined);
    page.removeAllListeners('console');
  }).catch((error) => {
    // The browser reports the refusal that was provoked.
    if (!/Content Security Policy|script-src/.test(String(error.message))) throw error;
  });
}

/** Many objects: how soon something is seen, how often it is brought up to date, and what that costs. */
export async function many({ url }) {
  await withPage(url, {}, async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let received = 0;
    let chunks = 0;
    session.on('Network.dataReceived', (event) => { received += event.encodedDataLength || event.dataLength; chunks++; });
    const began = Date.now();
    await page.goTo('objects');
    await page.getByText(/of 10,0\d\d/).waitFor();
    const shown = Date.now() - began;
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const loaded = received;
    received = 0;
    chunks = 0;
    await page.waitForTimeout(10_000);
    const seconds = 10;
    console.log(`first paint ${Math.round(paint)} ms, 50 of 10 000 objects shown after ${shown} ms, ${Math.round(loaded / 1024)} KiB to begin with;`
      + ` at rest ${(chunks / seconds).toFixed(1)} messages/s and ${Math.round(received / seconds)} bytes/s`);
    await page.keyboard.press('/');
    const asked = Date.now();
    await page.keyboard.type('many-09999');
    await page.getByText('1 in all').waitFor();
    console.log(`one of 10 000 objects found ${Date.now() - asked} ms after the first key`);
    assert.ok(chunks / seconds <= 5, 'at most two updates a second for each of two streams');
  });
}
