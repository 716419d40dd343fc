// How times, sizes and numbers are said.

let skew = 0; // milliseconds that the server's clock is ahead of this one

export function clockOf(serverNow) {
  skew = Date.parse(serverNow) - Date.now();
}

export const now = () => Date.now() + skew;

const number = new Intl.NumberFormat('en');

export const count = (n) => (n === null || n === undefined ? '–' : number.format(n));

export function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let i = 0;
  for (; n >= 1024 && i < units.length - 1; i++) n /= 1024;
  return `${n >= 100 || i === 0 ? Math.round(n) : n.toFixed(1)} ${units[i]}`;
}

/** A duration, in the unit that says it best. */
export function span(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms === 0) return '0';
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 90) return `${Math.round(s)} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  if (s < 129600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}

export function ago(time) {
  const ms = now() - Date.parse(time);
  if (ms < -500) return `in ${coarse(-ms)}`;
  return ms < 1500 ? 'just now' : `${coarse(ms)} ago`;
}

/** How long something has lasted. */
export const lasting = (time) => coarse(Math.max(0, now() - Date.parse(time)));

function coarse(ms) {
  const s = Math.round(ms / 1000);
  if (s < 90) return `${s} s`;
  const min = Math.round(s / 60);
  if (min < 90) return `${min} min`;
  if (s < 129600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}

export function clock(time) {
  const date = new Date(time);
  const today = new Date(now()).toDateString() === date.toDateString();
  const hour = date.toLocaleTimeString('en-GB');
  return today ? hour : `${date.toISOString().slice(0, 10)} ${hour}`;
}

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const objectLink = (controller, key) =>
  `#/objects/${[controller, key.namespace || '-', key.name].map(encodeURIComponent).join('/')}`;

export const objectName = (key) => (key.namespace ? `${key.namespace}/${key.name}` : key.name);

/** How a run ended, with long times in the unit that says them best. */
export const ended = (end) => end.replace(/\b(\d{4,}) ms\b/g, (_, ms) => span(Number(ms)));

const causes = {
  found: 'was there at the start', added: 'was created', changed: 'was changed', resynced: 'was changed while the watch was interrupted',
  deleted: 'was deleted', scheduled: 'the last run asked for it', retried: 'the last run failed', released: 'was replayed by hand',
  'step-ended': 'a step has ended',
};

/** Why a run happened, in words. */
export function because(cause) {
  const what = causes[cause.what] ?? cause.what;
  if (['scheduled', 'retried', 'step-ended'].includes(cause.what)) return what;
  const who = cause.relation === 'self' ? 'it' : `${cause.relation} ${cause.kind} ${objectName(cause)}`;
  return `${who} ${what}`;
}
