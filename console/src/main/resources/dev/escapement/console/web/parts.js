// What pages are made of.

import { h } from './vendor/preact.mjs';
import { useEffect, useState } from './vendor/hooks.mjs';
import htm from './vendor/htm.mjs';
import { ago, lasting, clock, count } from './words.js';

export const html = htm.bind(h);

let beats = new Set();
setInterval(() => { if (!document.hidden) beats.forEach((beat) => beat()); }, 1000);

function useBeat() {
  const [, set] = useState(0);
  useEffect(() => {
    const beat = () => set((n) => n + 1);
    beats.add(beat);
    return () => beats.delete(beat);
  }, []);
}

/** A time, as how long ago or ahead it is. */
export function Ago({ time }) {
  useBeat();
  return time ? html`<time dateTime=${time} title=${clock(time)}>${ago(time)}</time>` : html`<span class="none">–</span>`;
}

/** How long something has lasted. */
export function Since({ time }) {
  useBeat();
  return time ? html`<time dateTime=${time} title=${`since ${clock(time)}`}>${lasting(time)}</time>` : html`<span class="none">–</span>`;
}

export function Page({ title, note, live, actions, children }) {
  useEffect(() => { document.title = `${title} · Escapement`; }, [title]);
  return html`
    <header class="head">
      <div><h1 id="title" tabindex="-1">${title}</h1>${note && html`<p class="note">${note}</p>`}</div>
      ${actions && html`<div class="buttons">${actions}</div>`}
    </header>
    ${live?.error && html`<p class="alert" role="alert">${live.error.message}${live.data ? ' – what is shown is what was known last.' : ''}</p>`}
    ${live && !live.data && !live.error ? html`<p class="loading" role="status">Reading…</p>` : children}`;
}

export const Figure = ({ label, value, detail, tone, href }) => html`
  <div class=${`figure ${tone ?? ''}`}>
    <dt>${label}</dt>
    <dd><b>${href ? html`<a href=${href}>${value}</a>` : value}</b>${detail && html`<small>${detail}</small>`}</dd>
  </div>`;

export const Figures = ({ children, label }) => html`<dl class="figures" aria-label=${label}>${children}</dl>`;

const marks = { running: '▶', dead: '✕', paused: '‖', retrying: '↻', queued: '…', scheduled: '◷', resting: '·',
  waiting: '◷', parked: '✕', stopping: '■', abandoned: '!', off: '·' };

/** A state: never by colour alone. */
export const State = ({ of }) => html`<span class=${`state ${of}`}><span aria-hidden="true">${marks[of] ?? ''}</span> ${of}</span>`;

/** Nothing here, and what would be. */
export const Empty = ({ title, children }) => html`<div class="empty"><h2>${title}</h2><p>${children}</p></div>`;

/** A part of a whole. */
export function Meter({ value, max, label }) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return html`<svg class=${`meter ${share > 0.85 ? 'bad' : ''}`} viewBox="0 0 100 4" preserveAspectRatio="none" role="img"
    aria-label=${label}><rect class="track" width="100" height="4" /><rect class="part" width=${share * 100} height="4" /></svg>`;
}

/** How something went in the last minutes. */
export function Spark({ values, label }) {
  const top = Math.max(1e-9, ...values);
  const step = 120 / Math.max(1, values.length - 1);
  const line = values.map((v, i) => `${(i * step).toFixed(1)},${(27 - (v / top) * 25).toFixed(1)}`).join(' ');
  return html`<svg class="spark" viewBox="0 0 120 28" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${values.length > 1 && html`<polyline points=${line} />`}</svg>`;
}

/** How durations are distributed, a bar for each bucket. */
export function Histogram({ buckets, name, label }) {
  const top = Math.max(1, ...buckets.map((b) => b.count));
  return html`<ol class="histogram" aria-label=${label}>${buckets.map((bucket) => html`
    <li key=${name(bucket)}><span class="range">${name(bucket)}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${bucket.count === 0 ? 0 : Math.max(1, (bucket.count / top) * 100)} height="8" /></svg>
      <span class="n">${count(bucket.count)}</span></li>`)}</ol>`;
}

/** Rows that arrows go through, as links: enter follows them. */
export function rows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
  if (!step && event.key !== 'Home' && event.key !== 'End') return;
  const links = [...event.currentTarget.querySelectorAll('a.row')];
  const at = links.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? links.length - 1 : at + step;
  links[Math.min(links.length - 1, Math.max(0, next))].focus();
}

/** A table whose cells carry the name of their column, for narrow screens. */
export const Table = ({ columns, label, children }) => html`
  <div class="scroll"><table onKeyDown=${rows} aria-label=${label}>
    <thead><tr>${columns.map((c) => html`<th key=${c} scope="col" class=${c.startsWith('#') ? 'n' : ''}>${c.replace('#', '')}</th>`)}</tr></thead>
    <tbody>${children}</tbody></table></div>`;
