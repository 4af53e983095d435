/**
 * The one script, served from our own address. It only adds comfort: copy buttons, and progress without reloading.
 * It never writes markup: `textContent` and attributes only.
 */
export const SCRIPT = `'use strict';
(() => {
  for (const cell of document.querySelectorAll('[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy plain';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the value as it is: it is live, do not open it');
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(cell.getAttribute('data-copy'));
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Not allowed';
      }
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    cell.append(button);
  }
  const progress = document.querySelector('[data-progress]');
  if (progress === null) return;
  const bar = progress.querySelector('progress');
  const words = progress.querySelector('[data-words]');
  const ask = async () => {
    try {
      const answer = await fetch(progress.getAttribute('data-progress'), { headers: { Accept: 'application/json' } });
      if (answer.status === 401) return location.reload();
      if (answer.ok) {
        const now = await answer.json();
        if (now.ended) return location.reload();
        bar.max = Math.max(1, now.runsTotal);
        bar.value = now.runsEnded;
        if (words.textContent !== now.words) words.textContent = now.words;
      }
    } catch { /* the next question tells */ }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
})();
`;
