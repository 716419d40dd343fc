// The way to the operator: readings that stay current, and actions.

import { useEffect, useRef, useState } from './vendor/hooks.mjs';
import { clockOf } from './words.js';

const TOKEN = 'escapement-token';
const me = crypto.randomUUID();
let session = null;

export const bearer = {
  get: () => sessionStorage.getItem(TOKEN),
  set: (token) => sessionStorage.setItem(TOKEN, token),
  clear: () => sessionStorage.removeItem(TOKEN),
};

function headers(more = {}) {
  const token = bearer.get();
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

async function failure(response) {
  let text = `the operator answers ${response.status}`;
  try {
    text = (await response.json()).error ?? text;
  } catch {
    // not every answer is of the console's making
  }
  return Object.assign(new Error(text), { status: response.status });
}

/** Who looks, at what, and what they may do. */
export async function openSession() {
  const response = await fetch('/api/v1/session', { headers: headers(), cache: 'no-store' });
  if (!response.ok) throw await failure(response);
  session = await response.json();
  clockOf(session.now);
  return session;
}

/** Does something; the answer is what came of it. */
export async function act(action, body) {
  const post = () => fetch(`/api/v1/actions/${action}`, {
    method: 'POST',
    headers: headers({ 'Content-Type': 'application/json', 'X-Escapement-Token': session?.token ?? '' }),
    body: JSON.stringify(body),
  });
  let response = await post();
  if (response.status === 403) { // the operator may have been started anew, and have another token
    await openSession();
    response = await post();
  }
  if (!response.ok) throw await failure(response);
  return response.json();
}

/** A copy of a document in which one place is changed; what is not on the way there is shared. */
function changed(document, path, value) {
  if (path.length === 0) return value;
  const copy = Array.isArray(document) ? [...document] : { ...document };
  copy[path[0]] = changed(document[path[0]], path.slice(1), value);
  return copy;
}

async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    let end;
    while ((end = rest.indexOf('\n\n')) >= 0) {
      const event = { name: 'message', data: '' };
      for (const line of rest.slice(0, end).split('\n')) {
        if (line.startsWith('event: ')) event.name = line.slice(7);
        if (line.startsWith('data: ')) event.data += line.slice(6);
      }
      rest = rest.slice(end + 2);
      if (event.data) yield event;
    }
  }
}

async function follow(slot, view, signal, show) {
  const response = await fetch(
    `/api/v1/stream?client=${me}-${slot}&of=${encodeURIComponent(view)}`, { headers: headers(), signal, cache: 'no-store' });
  if (!response.ok) throw await failure(response);
  let data;
  for await (const event of events(response)) {
    const value = JSON.parse(event.data);
    if (event.name === 'whole') data = value;
    if (event.name === 'delta') for (const [path, part] of value) data = changed(data, path, part);
    if (event.name === 'gone') throw Object.assign(new Error(value.error), { status: value.status });
    show(data);
  }
  throw new Error('the operator has ended the connection');
}

/**
 * A reading that stays current while the page can be seen: {data, error, connected}. After an error it is tried again, unless there is no such thing.
 */
export function useLive(slot, view) {
  const [state, setState] = useState({ view });
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    let abort = new AbortController();
    let timer;
    let tries = 0;
    const begin = async () => {
      clearTimeout(timer);
      abort = new AbortController();
      const mine = abort;
      try {
        await follow(slot, view, mine.signal, (data) => {
          tries = 0;
          if (!mine.signal.aborted && latest.current === view) setState({ view, data, connected: true });
        });
      } catch (error) {
        if (mine.signal.aborted) return;
        const final = [400, 401, 403, 404].includes(error.status);
        setState((before) => ({ ...before, view, error, connected: false, data: final ? undefined : before.data }));
        if (!final) timer = setTimeout(begin, Math.min(10000, 500 * 2 ** tries++));
      }
    };
    const stop = () => {
      clearTimeout(timer);
      abort.abort();
    };
    const turn = () => {
      stop();
      if (!document.hidden) begin();
    };
    document.addEventListener('visibilitychange', turn);
    if (!document.hidden) begin();
    return () => {
      document.removeEventListener('visibilitychange', turn);
      stop();
    };
  }, [slot, view]);
  return state.view === view ? state : { view };
}
