// The page's own behaviour: one click handler for every [data-do], views, theme, language, toasts.
// What needs the server goes through `guiwen.send` as an event of the log component.
const guiwen = (() => {
  const actions = {};
  const ready = [];
  let trigger = null;
  let connected = false;

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const stored = {
    get: (key) => { try { return localStorage.getItem(`guiwen-${key}`); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(`guiwen-${key}`, value); } catch { /* private mode */ } },
  };

  // `on('copy', button => …)` says what a click on [data-do=copy] does.
  const on = (name, action) => { actions[name] = action; };
  const whenReady = (action) => { connected ? action() : ready.push(action); };
  const send = (event, data = {}) => trigger?.(event, data);

  // A text of the current language, its {places} filled.
  const text = (key, values = {}) =>
    (JSON.parse($('.head')?.dataset.texts ?? '{}')[key] ?? '')
      .replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

  // Shown for a moment, and read out by screen readers; `quietly` only reads.
  let hiding;
  function say(message, quietly = false) {
    const toast = $('#toast');
    toast.textContent = message;
    toast.classList.toggle('unseen', quietly);
    clearTimeout(hiding);
    hiding = setTimeout(() => { toast.textContent = ''; }, 2600);
  }

  const isWide = () => matchMedia('(min-width: 1000px)').matches;
  const view = () => document.body.dataset.view;
  function show(name) {
    document.body.dataset.view = name;
    const shown = isWide() && name === 'chat' ? 'plan' : name;
    for (const button of $$('#nav [data-view]')) {
      button.setAttribute('aria-pressed', String(button.dataset.view === shown));
    }
    document.dispatchEvent(new CustomEvent('guiwen:view', { detail: shown }));
  }

  const isDark = () => document.body.classList.contains('dark');
  function paint(dark) {
    document.body.classList.toggle('dark', dark);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    document.dispatchEvent(new Event('guiwen:theme'));
  }
  function followTheme() {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const chosen = stored.get('theme');
    paint(chosen ? chosen === 'dark' : system.matches);
    system.addEventListener('change', (change) => {
      if (!stored.get('theme')) paint(change.matches);
    });
  }

  // The server writes the page in another language; what scripts had set on it is set again.
  function followLanguage() {
    const apply = () => {
      const language = $('.head').dataset.language;
      document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
      requestAnimationFrame(() => requestAnimationFrame(() => {
        show(view());
        document.dispatchEvent(new Event('guiwen:language'));
      }));
    };
    new MutationObserver(apply).observe($('#head'), {
      subtree: true, attributes: true, attributeFilter: ['data-language'],
    });
    apply();
    const given = new URLSearchParams(location.search).get('lang') ?? stored.get('language');
    if (given && given !== $('.head').dataset.language) send('language', { language: given });
  }

  // Called by the log component once it is on the page.
  function connect(element, theTrigger, watch, _events) {
    trigger = theTrigger;
    const toast = document.createElement('div');
    toast.id = 'toast';
    toast.setAttribute('role', 'status');
    document.body.append(toast);
    watch('value', () => document.dispatchEvent(new Event('guiwen:log')));
    const start = () => {
      if (!$('.head') || !$('.composer') || !$('#nav nav') || !$('#reader .plan-text')) {
        requestAnimationFrame(start);
        return;
      }
      connected = true;
      show('chat');
      followTheme();
      followLanguage();
      for (const action of ready.splice(0)) action();
    };
    start();
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-do]');
    const action = button && actions[button.dataset.do];
    if (action) action(button, event);
  });
  on('view', (button) => show(button.dataset.view));
  on('theme', () => {
    stored.set('theme', isDark() ? 'light' : 'dark');
    paint(!isDark());
  });
  on('language', (button) => {
    stored.set('language', button.dataset.language);
    send('language', { language: button.dataset.language });
  });

  return { $, $$, connect, isDark, isWide, on, say, send, show, text, view, whenReady };
})();
