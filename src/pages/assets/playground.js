import { Chooser } from './playground-chooser.js';
import { takeAnswer } from './playground-code.js';
import { el, note, speak, t } from './playground-dom.js';
import { FLOWS } from './playground-flows.js';
import { Steps } from './playground-steps.js';

const root = document.getElementById('playground');
const page = JSON.parse(root.dataset.page);
speak(page.words);
const home = new URL(page.issuer);

if (home.origin === location.origin) begin();
else {
  // Its requests would go to another origin, which our policy forbids.
  const address = `${page.issuer}/playground`;
  root.replaceChildren(note('warn', t('otherOrigin'), el('p', {}, el('a', { href: address }, address))));
}
root.hidden = false;

function begin() {
  const start = (back = null) => {
    const steps = new Steps(document.getElementById('steps'));
    void FLOWS[chooser.flow]({ page, chooser, steps }, back);
  };
  const chooser = new Chooser(page, () => start());
  const back = takeAnswer();
  if (back) chooser.restore(back.run);
  start(back);
}
