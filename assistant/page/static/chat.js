// The conversation: asking, stopping, copying, editing, rating, exporting.
(() => {
  const { $, $$, on, say, send, show, text, whenReady } = guiwen;
  const box = () => $('#question');
  const isBusy = () => Boolean($('#log [aria-busy="true"]'));
  let editing = null;

  function ask(question, at = null) {
    if (!question.trim() || isBusy()) return false;
    endEditing();
    show('chat');
    send('ask', at === null ? { question } : { question, at });
    return true;
  }

  function submit() {
    if (!ask(box().value, editing)) return;
    box().value = '';
    fit();
  }

  function fit() {
    const area = box();
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 168)}px`;
  }

  function startEditing(at, question) {
    editing = at;
    const note = $('.composer .editing');
    note.hidden = false;
    $('span', note).textContent = text('ask.editing', { number: at + 1 });
    box().value = question;
    fit();
    box().focus();
  }

  function endEditing() {
    editing = null;
    $('.composer .editing').hidden = true;
  }

  async function copy(value, message) {
    try {
      await navigator.clipboard.writeText(value);
      say(message);
    } catch {
      say(copyOldWay(value) ? message : text('said.copy_failed'));
    }
  }

  // Pages served without TLS have no clipboard API.
  function copyOldWay(value) {
    const area = document.createElement('textarea');
    area.value = value;
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }

  // The answer as text: markers as [1], each source under it with its place.
  function answerAsText(answered) {
    const said = $('.answer-text', answered).cloneNode(true);
    for (const mark of $$('.mark', said)) mark.replaceWith(`[${mark.textContent}]`);
    const sources = $$('.source', answered).map((source) =>
      `[${$('.mark', source).textContent}] ${$('.quote', source).textContent}(${$('.place', source).textContent})`);
    return [said.textContent, ...sources].join('\n');
  }

  // A new question stands at the top of the log, so that its answer is read from its beginning.
  let shownId = '';
  let wasBusy = false;
  document.addEventListener('guiwen:log', () => {
    document.body.classList.toggle('is-busy', isBusy());
    const last = $$('#log .exchange').at(-1);
    if (last && last.id !== shownId) {
      const log = $('#log');
      log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 52;
    }
    shownId = last?.id ?? '';
    if (wasBusy && !isBusy() && last) {
      say(`${text('said.answer_ready')}: ${$('.answer-text', last)?.textContent ?? ''}`, true);
    }
    wasBusy = isBusy();
  });

  on('ask', (button) => {
    const { question, at } = button.dataset;
    if (ask(question, at === undefined ? null : Number(at)) && guiwen.isWide()) box().focus();
  });
  on('stop', () => send('stop'));
  on('new', () => { endEditing(); send('new'); box().focus(); });
  on('export', () => send('export'));
  on('edit', (button) => startEditing(Number(button.dataset.at), button.dataset.question));
  on('cancel-edit', () => { endEditing(); box().value = ''; fit(); box().focus(); });
  on('copy', (button) => copy(answerAsText(button.closest('.answered')), text('said.copied')));
  on('link', (button) => {
    const query = new URLSearchParams({ q: button.dataset.question });
    copy(`${location.origin}${location.pathname}?${query}`, text('said.linked'));
  });
  on('rate', ({ dataset }) => send('rate', { exchange: dataset.exchange, verdict: dataset.verdict }));

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.matches('.composer')) {
      event.preventDefault();
      submit();
    } else if (form.matches('.reason')) {
      event.preventDefault();
      send('rate', {
        exchange: form.dataset.exchange,
        verdict: form.dataset.verdict,
        reason: $('input[type=radio]:checked', form)?.value ?? '',
        detail: $('input[name=detail]', form).value,
        sent: true,
      });
    }
  });
  document.addEventListener('input', (event) => { if (event.target === box()) fit(); });
  document.addEventListener('keydown', (event) => {
    if (event.target !== box()) return;
    // While an input method composes, Enter chooses a word.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && editing !== null) {
      endEditing();
    }
  });

  guiwen.ask = ask;
  guiwen.saveMarkdown = (content) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type: 'text/markdown' }));
    link.download = `guiwen-${new Date().toISOString().slice(0, 10)}.md`;
    link.click();
    URL.revokeObjectURL(link.href);
    say(text('said.exported'));
  };
  whenReady(() => {
    const question = new URLSearchParams(location.search).get('q');
    if (question) ask(question.slice(0, 2000));
    else if (guiwen.isWide()) box().focus();
  });
})();
