// What people may do: each asks first, says what it will do, and tells what came of it.

import { createContext } from './vendor/preact.mjs';
import { useContext, useEffect, useRef, useState } from './vendor/hooks.mjs';
import { act } from './live.js';
import { html } from './parts.js';

export const Session = createContext({ actions: false });

/** Whether actions are allowed. */
export const useMay = () => useContext(Session).actions;

let ask = () => {};

/**
 * A button that asks before it acts.
 *
 * question: what is asked; detail: what that means; verb: on the button that goes ahead
 */
export function Act({ action, body, label, title, question, detail, verb, danger, fields }) {
  if (!useMay()) return null;
  const open = (event) => ask({ action, body, question, detail, verb: verb ?? label, danger, fields, from: event.currentTarget });
  return html`<button type="button" class=${danger ? 'danger' : ''} title=${title} onClick=${open}>${label}</button>`;
}

/** Where questions and answers appear. */
export function Desk() {
  const [wish, setWish] = useState(null);
  const [said, say] = useState(null);
  const [busy, setBusy] = useState(false);
  const dialog = useRef(null);
  ask = setWish;
  useEffect(() => {
    if (wish && !dialog.current.open) dialog.current.showModal();
  }, [wish]);
  useEffect(() => {
    if (!said || said.wrong) return undefined;
    const timer = setTimeout(() => say(null), 6000);
    return () => clearTimeout(timer);
  }, [said]);
  const close = () => {
    dialog.current.close();
  };
  const closed = () => {
    const from = wish?.from;
    setWish(null);
    if (from?.isConnected) from.focus();
    else document.getElementById('title')?.focus();
  };
  const go = async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { ...wish.body };
    for (const field of wish.fields ?? []) body[field.name] = Number(form.get(field.name));
    setBusy(true);
    try {
      const answer = await act(wish.action, body);
      say({ text: `Done: ${answer.done}${answer.count > 1 ? ` (${answer.count})` : ''}.` });
    } catch (error) {
      say({ text: error.message, wrong: true });
    }
    setBusy(false);
    close();
  };
  return html`
    <dialog ref=${dialog} onClose=${closed} aria-labelledby="question">
      ${wish && html`<form onSubmit=${go}>
        <h2 id="question">${wish.question}</h2>
        <p>${wish.detail}</p>
        ${wish.fields?.map((field) => html`<label key=${field.name}>${field.label}
          <input type="number" name=${field.name} min="1" max="100000" required value=${field.value} /></label>`)}
        <div class="buttons">
          <button type="button" onClick=${close} autofocus>Cancel</button>
          <button type="submit" disabled=${busy} class=${wish.danger ? 'danger solid' : 'solid'}>${wish.verb}</button>
        </div></form>`}
    </dialog>
    <div class="said" role="status" aria-live="polite">${said && html`
      <p class=${said.wrong ? 'wrong' : ''}>${said.text} <button type="button" onClick=${() => say(null)} aria-label="Close">✕</button></p>`}</div>`;
}
