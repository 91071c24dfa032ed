// Small comforts. Every page works without them (the playground excepted).
'use strict';

const shown = (selector) => {
  const elements = [...document.querySelectorAll(selector)];
  for (const element of elements) element.hidden = false;
  return elements;
};

for (const button of shown('button[data-copy]')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const words = button.firstChild;
    const before = words.textContent;
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 2000);
  });
}

for (const button of shown('button[data-reveal]')) {
  const field = document.getElementById(button.dataset.reveal);
  const show = button.textContent;
  button.addEventListener('click', () => {
    const hide = field.type === 'password';
    field.type = hide ? 'text' : 'password';
    button.textContent = hide ? button.dataset.hide : show;
    button.setAttribute('aria-pressed', String(hide));
  });
}

// On a phone the navigation is a strip: the present entry should be in sight.
document.querySelector('.nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// What is wrong comes first, for people who do not see the page at one glance.
document.querySelector('[data-focus]')?.focus();

// Times in the reader's own zone.
const STYLES = {
  day: { dateStyle: 'medium' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
};
for (const time of document.querySelectorAll('time[data-style]')) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, STYLES[time.dataset.style]);
  time.textContent = format.format(new Date(time.dateTime));
}
