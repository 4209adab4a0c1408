// Keeps the page as the agent sees things, without a reload that would take away what is being typed. Without it the page
// works, too.
const place = document.getElementById('state');
const say = document.getElementById('say');
const EVERY = 2000;
const SAID = 5000; // long enough to be read out, and then it is not found twice
let shown = '';
let silence;

function show(text) {
  if (text === shown) return;
  const first = shown === ''; // news since the page came is shown, but the page itself is read out already
  shown = text;
  const typed = place.querySelector('input[name=words]')?.value;
  const focus = document.activeElement?.id;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  place.replaceChildren(...fresh.body.childNodes);
  const field = place.querySelector('input[name=words]');
  if (field && typed) field.value = typed;
  if (focus) document.getElementById(focus)?.focus();
  if (first) return;
  say.textContent = [...place.querySelectorAll('[data-say]')].map((part) => part.textContent).join(' ');
  clearTimeout(silence);
  silence = setTimeout(() => (say.textContent = ''), SAID);
}

async function look() {
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch('/state', { cache: 'no-store' });
      if (answer.ok) show(await answer.text());
    } catch {
      show('<section><p class="link down" data-say>The agent of this machine does not run.</p></section>');
    }
  }
  setTimeout(look, EVERY);
}
look();
