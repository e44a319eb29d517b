// The plan's text: opening a citation at its very words, the contents, the search.
(() => {
  const { $, $$, on, say, show, text } = guiwen;
  const reader = () => $('#reader');
  let opener = null;

  // Offsets count characters as the server does, not UTF-16 units.
  const units = (value, characters) => [...value].slice(0, characters).join('').length;

  function blocksIn(start, end) {
    return $$('[data-start]', reader()).filter(
      (block) => Number(block.dataset.start) < end && start < Number(block.dataset.end));
  }

  // Wrap the words [start, end) of the plan in <mark class=kind>; a table row is marked whole.
  function mark(start, end, kind) {
    const marked = [];
    for (const block of blocksIn(start, end)) {
      if (block.tagName === 'TR') {
        block.classList.add(kind);
        marked.push(block);
        continue;
      }
      const from = Math.max(start - block.dataset.start, 0);
      const to = Math.min(end, block.dataset.end) - block.dataset.start;
      marked.push(...markWithin(block, from, to, kind));
    }
    return marked;
  }

  function markWithin(block, from, to, kind) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const pieces = [];
    let place = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = [...node.data].length;
      const [a, b] = [Math.max(from - place, 0), Math.min(to - place, length)];
      if (a < b) pieces.push([node, units(node.data, a), units(node.data, b)]);
      place += length;
    }
    return pieces.map(([node, a, b]) => {
      const range = document.createRange();
      range.setStart(node, a);
      range.setEnd(node, b);
      const around = document.createElement('mark');
      around.className = kind;
      range.surroundContents(around);
      return around;
    });
  }

  function unmark(kind) {
    for (const element of $$(`.${kind}`, reader())) {
      if (element.tagName === 'TR') {
        element.classList.remove(kind, 'current');
        continue;
      }
      const parent = element.parentNode;
      element.replaceWith(...element.childNodes);
      parent.normalize();
    }
  }

  function bringIntoView(element, share = 0.3) {
    const [inner, outer] = [element.getBoundingClientRect(), reader().getBoundingClientRect()];
    reader().scrollTop += inner.top - outer.top - outer.height * share;
  }

  function open(start, end) {
    show('plan');
    unmark('cited');
    const [first] = mark(start, end, 'cited');
    if (!first) return;
    bringIntoView(first);
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    say(text('said.opened'), true);
  }

  on('open', (button) => {
    opener = button;
    open(Number(button.dataset.start), Number(button.dataset.end));
  });

  const contents = () => $('#contents');
  function toggleContents(opened) {
    contents().hidden = !opened;
    $('[data-do="contents"]').setAttribute('aria-expanded', String(opened));
    if (!opened) return;
    const here = currentSection();
    for (const link of $$('a', contents())) {
      const isHere = link.hash === `#${here}`;
      link.toggleAttribute('aria-current', isHere);
      if (isHere) contents().scrollTop = link.offsetTop - contents().clientHeight / 3;
    }
  }

  function currentSection() {
    const top = reader().getBoundingClientRect().top + 60;
    const above = $$('h3, h4, h5', reader()).filter((h) => h.getBoundingClientRect().top <= top);
    return above.at(-1)?.id;
  }

  on('contents', () => toggleContents(contents().hidden));
  on('section', (link, event) => {
    event.preventDefault();
    toggleContents(false);
    const heading = document.getElementById(link.hash.slice(1));
    bringIntoView(heading, 0.02);
    heading.focus({ preventScroll: true });
  });

  let hits = [];
  let current = -1;
  let latest = 0;
  async function find(query) {
    const turn = ++latest;
    clearFound();
    if (!query.trim()) return;
    try {
      const response = await fetch(`page/search?${new URLSearchParams({ q: query })}`);
      const spans = response.ok ? await response.json() : null;
      if (turn !== latest) return;
      if (!spans) throw new Error(String(response.status));
      hits = spans.map(([start, end]) => mark(start, end, 'found')).filter((m) => m.length);
      for (const button of finderButtons()) button.hidden = !hits.length;
      if (hits.length) step(1);
      else $('.finder .found').textContent = text('reader.none');
    } catch {
      if (turn === latest) $('.finder .found').textContent = text('reader.broken');
    }
  }
  const finderButtons = () => $$('.finder button');
  function clearFound() {
    unmark('found');
    hits = [];
    current = -1;
    $('.finder .found').textContent = '';
    for (const button of finderButtons()) button.hidden = true;
  }
  function step(by) {
    if (!hits.length) return;
    for (const element of hits[current] ?? []) element.classList.remove('current');
    current = (current + by + hits.length) % hits.length;
    for (const element of hits[current]) element.classList.add('current');
    bringIntoView(hits[current][0], 0.35);
    $('.finder .found').textContent = text('reader.found', { number: current + 1, count: hits.length });
  }
  on('find-next', () => step(1));
  on('find-previous', () => step(-1));
  on('find-clear', () => { $('#find').value = ''; clearFound(); $('#find').focus(); });

  let waiting;
  document.addEventListener('input', (event) => {
    if (event.target.id !== 'find') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => find(event.target.value), 200);
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('.finder')) return;
    event.preventDefault();
    step(1);
  });
  document.addEventListener('keydown', (event) => {
    if (event.target.id === 'find' && event.key === 'Enter' && event.shiftKey) {
      event.preventDefault();
      step(-1);
    }
    if (event.key !== 'Escape' || !event.target.closest?.('#plan-view')) return;
    if (!contents().hidden) {
      toggleContents(false);
      $('[data-do="contents"]').focus();
    } else if (opener?.isConnected) {
      show('chat');
      opener.focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (contents() && !contents().hidden && !event.target.closest('#contents, [data-do="contents"]')) {
      toggleContents(false);
    }
  });
})();
