// Elements and words. Whatever comes from a server or from an address becomes text, never markup.

let words = {};

/** @param {Record<string, string>} catalogue messages by key, in the reader's language */
export function speak(catalogue) {
  words = catalogue;
}

/** A message with its {places} filled. */
export const t = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));

export const knows = (key) => Object.hasOwn(words, key);

/** el('p', { class: 'muted' }, 'text', node): children that are null are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') element.addEventListener('click', value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null));
  return element;
}

export const button = (label, onclick, kind = '') =>
  el('button', { type: 'button', class: `btn ${kind}`.trim(), onclick }, label);

/** Code that can be scrolled by keyboard; `wrap` breaks its lines instead. */
export const code = (text, label, wrap = false) =>
  el(
    'pre',
    { tabindex: '0', role: 'group', 'aria-label': label, class: wrap && 'wrap' },
    el('code', {}, text),
  );

export const note = (tone, title, ...body) =>
  el('div', { class: `note ${tone}` }, title && el('p', {}, el('strong', {}, title)), ...body);

export const para = (text, kind = null) => el('p', { class: kind }, text);

/** A button that copies what `textOf` makes then; where the clipboard is refused, the text is shown instead. */
export function copyButton(label, textOf) {
  const place = el('div', { class: 'copied', hidden: true });
  const press = button(
    label,
    async () => {
      const text = textOf();
      try {
        await navigator.clipboard.writeText(text);
        press.textContent = t('copied');
        setTimeout(() => (press.textContent = label), 2000);
      } catch {
        place.replaceChildren(code(text, label));
        place.hidden = false;
      }
    },
    's',
  );
  return [press, place];
}

/** A moment in the reader's own zone and language. */
export const moment = (seconds) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(seconds * 1000),
  );
