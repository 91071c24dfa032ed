import { el } from './playground-dom.js';

/** A list of steps; each is opened when its turn comes. */
export class Steps {
  constructor(place) {
    this.list = el('ol', { class: 'steps card' });
    place.replaceChildren(this.list);
  }

  /** @returns a step that waits for its turn */
  add(title) {
    const body = el('div', { class: 'stack' });
    const heading = el('h3', { tabindex: '-1' }, title);
    const item = el('li', { class: 'wait' }, el('div', { class: 'stack stack-s' }, heading, body));
    this.list.append(item);
    return {
      open(...nodes) {
        item.className = 'now';
        body.replaceChildren(...nodes);
      },
      done() {
        item.className = 'done';
      },
      /** Brings it before the reader, also one who listens. */
      focus() {
        heading.focus({ preventScroll: true });
        item.scrollIntoView({ block: 'start' });
      },
    };
  }
}
