// The indicator table: filters, sorting, and the chart of the rows that are shown.
(() => {
  const { $, $$, on, send, text } = guiwen;
  const rows = () => $$('#table tbody tr');
  const sorted = { key: '', down: false };

  function filter() {
    const wanted = Object.fromEntries(
      $$('#table [data-filter]').map((select) => [select.dataset.filter, select.value]));
    for (const row of rows()) {
      row.hidden = Object.entries(wanted).some(([key, value]) => value && row.dataset[key] !== value);
    }
    const shown = rows().filter((row) => !row.hidden);
    $('#table .shown').textContent =
      text('indicators.shown', { count: shown.length, total: rows().length });
    drawSoon();
  }

  // A row without a value stays below those that have one, whichever way they are sorted.
  function compare(a, b) {
    const { key, down } = sorted;
    const byNumber = a.dataset.number - b.dataset.number;
    if (!key) return byNumber;
    const [x, y] = [a, b].map((row) =>
      key === 'name' ? $('.row-ask', row).textContent : row.dataset[key]);
    if (x === undefined || y === undefined) return (x === undefined) - (y === undefined) || byNumber;
    const order = ['name', 'nature'].includes(key) ? x.localeCompare(y, 'zh') : x - y;
    return (down ? -order : order) || byNumber;
  }

  function sort() {
    const body = $('#table tbody');
    body.append(...rows().sort(compare));
    for (const head of $$('#table th[aria-sort]')) {
      const isKey = $('button', head).dataset.key === sorted.key;
      head.setAttribute('aria-sort', !isKey ? 'none' : sorted.down ? 'descending' : 'ascending');
    }
    drawSoon();
  }

  on('sort', (button) => {
    const { key } = button.dataset;
    // Up, down, and back to the plan's own order.
    if (sorted.key !== key) Object.assign(sorted, { key, down: false });
    else if (!sorted.down) sorted.down = true;
    else Object.assign(sorted, { key: '', down: false });
    sort();
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches('#table [data-filter]')) filter();
    if (event.target.matches('#table [data-order]')) {
      Object.assign(sorted, { key: event.target.value, down: false });
      sort();
    }
  });

  let waiting;
  let isOpen = false;
  function drawSoon() {
    if (!isOpen) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const numbers = rows().filter((row) => !row.hidden).map((row) => Number(row.dataset.number));
      send('chart', { numbers, dark: guiwen.isDark() });
    }, 150);
  }

  document.addEventListener('guiwen:view', (event) => {
    const opens = event.detail === 'indicators' && !isOpen;
    isOpen = isOpen || opens;
    if (opens) filter();
  });
  document.addEventListener('guiwen:theme', drawSoon);
  document.addEventListener('guiwen:language', () => { sort(); filter(); });

  // Plotly's own click event: the asked question travels with the point.
  new MutationObserver(() => {
    const plot = $('#chart .js-plotly-plot');
    if (!plot?.on || plot.dataset.asks) return;
    plot.dataset.asks = 'yes';
    plot.on('plotly_click', ({ points: [point] }) => guiwen.ask(String(point.customdata)));
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
