// The console: which page is shown, and what stands around it.

import { render } from './vendor/preact.mjs';
import { useEffect, useRef, useState } from './vendor/hooks.mjs';
import { bearer, openSession, useLive } from './live.js';
import { html } from './parts.js';
import { Desk, Session } from './actions.js';
import { count } from './words.js';
import { Overview } from './overview.js';
import { Controllers } from './controllers.js';
import { Objects, Retrying } from './objects.js';
import { One } from './object.js';
import { Letters, Group } from './letters.js';
import { Tasks } from './tasks.js';
import { Gate } from './gate.js';
import { Memory, Health } from './process.js';

const pages = [
  ['', 'Overview'], ['controllers', 'Controllers & queue'], ['objects', 'Objects'], ['retrying', 'Retrying'],
  ['dead-letters', 'Dead letters'], ['tasks', 'Timers & daemons'], ['gate', 'API gate'], ['memory', 'Caches & memory'], ['health', 'Health'],
];

function useRoute() {
  const read = () => {
    const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
    return { words: path.split('/').map(decode), query: new URLSearchParams(query), path };
  };
  const [route, set] = useState(read);
  useEffect(() => {
    const changed = () => set(read());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}

function decode(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

function page({ words, query }, overview) {
  switch (words[0]) {
    case '': return html`<${Overview} live=${overview} />`;
    case 'controllers': return html`<${Controllers} />`;
    case 'objects':
      return words.length === 4
        ? html`<${One} key=${words.join('/')} controller=${words[1]} namespace=${words[2]} name=${words[3]} />`
        : html`<${Objects} query=${query} />`;
    case 'retrying': return html`<${Retrying} query=${query} />`;
    case 'dead-letters':
      return words[1] ? html`<${Group} fingerprint=${words[1]} query=${query} />` : html`<${Letters} />`;
    case 'tasks': return html`<${Tasks} />`;
    case 'gate': return html`<${Gate} />`;
    case 'memory': return html`<${Memory} />`;
    case 'health': return html`<${Health} overview=${overview} />`;
    default: return html`<h1 id="title" tabindex="-1">There is no such page</h1><p><a href="#/">To the overview</a></p>`;
  }
}

function Nav({ at, overview }) {
  const badges = { retrying: overview?.retrying, 'dead-letters': overview?.deadLetters, health: overview?.health.ailments.length };
  return html`<nav aria-label="Pages"><ul>${pages.map(([path, name]) => html`
    <li key=${path}><a href=${`#/${path}`} aria-current=${at === path ? 'page' : undefined}>${name}
      ${badges[path] > 0 && html`<span class=${`badge ${path === 'retrying' ? '' : 'bad'}`}>${count(badges[path])}</span>`}</a></li>`)}</ul></nav>`;
}

function Condition({ live }) {
  if (!live.data) return html`<span class="condition">${live.error ? '✕ not reached' : 'connecting…'}</span>`;
  if (live.error) return html`<span class="condition bad" role="status">✕ not reached, trying again</span>`;
  const { health, allPaused } = live.data;
  if (!health.live) return html`<a class="condition bad" href="#/health">✕ not alive</a>`;
  if (health.closing) return html`<span class="condition warn">■ stopping</span>`;
  if (!health.ready) return html`<a class="condition warn" href="#/health">! not ready</a>`;
  if (health.standingBy) return html`<span class="condition warn">… standing by: another replica works</span>`;
  return allPaused ? html`<span class="condition warn">‖ paused</span>` : html`<span class="condition good">✓ well</span>`;
}

function Shell({ session }) {
  const route = useRoute();
  const overview = useLive('shell', 'overview');
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      document.getElementById('title')?.focus({ preventScroll: true });
      scrollTo(0, 0);
      document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    first.current = false;
  }, [route.path]);
  return html`<${Session.Provider} value=${session}>
    <a class="skip" href="#main" onClick=${skip}>Skip to what it shows</a>
    <header class="bar">
      <a class="brand" href="#/"><img src="/icon.svg" alt="" width="22" height="22" /><b>${session.operator}</b></a>
      <${Condition} live=${overview} />
      ${!session.actions && html`<span class="badge" title="Start it with --console-actions to act">only shows</span>`}
    </header>
    <${Nav} at=${route.words[0]} overview=${overview.data} />
    <main id="main" tabindex="-1">${page(route, overview)}</main>
    <${Desk} /></${Session.Provider}>`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function SignIn({ error, done }) {
  const submit = (event) => {
    event.preventDefault();
    bearer.set(new FormData(event.currentTarget).get('token').trim());
    done();
  };
  return html`<main class="sign-in"><form onSubmit=${submit}>
    <h1>Who are you?</h1>
    <p>This console is open to others, so it asks the cluster who you are. Give it a token: <code>kubectl create token NAME</code></p>
    ${error && html`<p class="alert" role="alert">${error}</p>`}
    <label>Token <input name="token" type="password" autocomplete="off" required autofocus /></label>
    <button class="solid">Look</button></form></main>`;
}

function App() {
  const [state, set] = useState({});
  const open = async () => {
    try {
      set({ session: await openSession() });
    } catch (error) {
      set({ error: error.message, refused: error.status === 401 || error.status === 403 });
      if (!error.status) setTimeout(open, 2000);
    }
  };
  useEffect(() => { open(); }, []);
  if (state.session && (!state.session.signIn || bearer.get())) return html`<${Shell} session=${state.session} />`;
  if (state.session || state.refused) return html`<${SignIn} error=${state.error} done=${open} />`;
  return html`<main class="sign-in"><p role="status">${state.error ? `The operator is not reached: ${state.error}` : 'Connecting…'}</p></main>`;
}

addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.closest('input, select, textarea, dialog')) {
    const search = document.querySelector('input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

render(html`<${App} />`, document.getElementById('app'));
