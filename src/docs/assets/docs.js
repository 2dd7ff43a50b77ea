/** The search: loads its index when it is wanted, and finds by name first, then by words. "/" leads to it, Escape out of it. */
const box = document.querySelector('search');
const input = document.querySelector('#search');
const list = document.querySelector('#results');
const found = document.querySelector('#found');
const shown = 30;
let index;

/** Once for all letters that are typed while it is on its way; asked for again if it did not come. */
const load = () =>
  (index ??= fetch(box.dataset.index)
    .then((response) => response.json())
    .catch((error) => {
      index = undefined;
      throw error;
    }));

/** Lower is better; undefined: not found. All words have to be found somewhere. */
function rank([name, , , text], words) {
  const full = name.toLowerCase();
  const last = full.slice(full.lastIndexOf('.') + 1);
  let sum = 0;
  for (const word of words) {
    if (last === word || full === word) sum += 0;
    else if (last.startsWith(word)) sum += 1;
    else if (full.startsWith(word)) sum += 2;
    else if (full.includes(word)) sum += 3;
    else if (text.toLowerCase().includes(word)) sum += 6;
    else return undefined;
  }
  return sum + name.length / 1000;
}

async function search() {
  const entries = await load();
  // What is in the box now, which may be more than when the index was asked for.
  const words = input.value.toLowerCase().split(/[\s.]+/).filter(Boolean);
  if (words.length === 0) return show(undefined);
  const ranked = entries.map((entry) => ({ entry, place: rank(entry, words) })).filter(({ place }) => place !== undefined);
  show(ranked.sort((a, b) => a.place - b.place).map(({ entry }) => entry));
}

function show(entries) {
  list.hidden = entries === undefined || entries.length === 0;
  list.replaceChildren(...(entries ?? []).slice(0, shown).map(item));
  found.textContent = entries === undefined ? '' : entries.length === 0 ? 'Nothing is called so.' : entries.length > shown ? `The first ${shown} of ${entries.length}` : `${entries.length} found`;
}

function item([name, kind, address, text]) {
  const link = document.createElement('a');
  link.href = box.dataset.up + address;
  const title = document.createElement('code');
  title.textContent = name;
  const what = document.createElement('span');
  what.className = 'what';
  what.textContent = ` ${kind}`;
  const words = document.createElement('span');
  words.className = 'words';
  words.textContent = text;
  link.append(title, what, words);
  const row = document.createElement('li');
  row.append(link);
  return row;
}

box.hidden = false;
input.addEventListener('focus', load, { once: true });
input.addEventListener('input', search);
input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') list.querySelector('a')?.click();
  if (event.key === 'ArrowDown') {
    list.querySelector('a')?.focus();
    event.preventDefault();
  }
});
list.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...list.querySelectorAll('a')];
  (links[links.indexOf(document.activeElement) + step] ?? input).focus();
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && box.contains(document.activeElement)) {
    input.value = '';
    show(undefined);
    input.focus();
  }
  if (event.key === '/' && !box.contains(document.activeElement)) {
    input.focus();
    event.preventDefault();
  }
});

// A link to one field opens its example.
const open = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.querySelector('details')?.setAttribute('open', '');
addEventListener('hashchange', open);
open();
