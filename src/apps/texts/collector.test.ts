import { describe, expect, it } from 'vitest';
import type { AppText } from './app-text.ts';
import { collectIndicators, SEARCH_LIMITS } from './collector.ts';

const text = (words: string): AppText => ({
  text: words,
  location: { kind: 'entry', path: 'assets/a.js' },
  how: 'text in a script',
  origin: 'script',
});

describe('an app whose texts cost more than one app may', () => {
  it('is searched up to the bound of values, and the rest is counted', () => {
    const collector = collectIndicators({ ...SEARCH_LIMITS, found: 10 });
    for (let at = 0; at < 50; at++) collector.see(text(`https://h${at}.evil-${at}.com/a`));
    const { indicators, unsearched } = collector.result();
    expect(indicators.map(({ value }) => value)).toContain('https://h0.evil-0.com/a');
    expect(unsearched).toBeGreaterThan(30);
  });

  it('is searched up to the bound of characters, and the rest is counted', () => {
    const collector = collectIndicators({ ...SEARCH_LIMITS, characters: 100 });
    for (let at = 0; at < 10; at++) collector.see(text(`https://evil.com/${'a'.repeat(60)}`));
    expect(collector.result().unsearched).toBe(8);
  });

  it('does not spend its bound on one value said over and over', () => {
    const collector = collectIndicators({ ...SEARCH_LIMITS, found: 50 });
    for (let at = 0; at < 100; at++) collector.see(text('https://evil.com/a'));
    collector.see(text('https://hidden.top/b'));
    const { indicators, unsearched } = collector.result();
    expect(unsearched).toBe(0);
    expect(indicators.map(({ value }) => value)).toContain('https://hidden.top/b');
  });
});
