import { describe, expect, it } from 'vitest';
import { defang, defangText, refang } from './defang.ts';
import { inertText } from './inert.ts';
import { showHostile } from './show-hostile.ts';

describe('showHostile', () => {
  it('shows bidirectional, zero-width and control characters instead of obeying them', () => {
    expect(showHostile('\u202egpj.exe')).toBe('‹U+202E›gpj.exe');
    expect(showHostile('a\u200bb\u2066c\ufeffd')).toBe('a‹U+200B›b‹U+2066›c‹U+FEFF›d');
    expect(showHostile('\u001b]0;x\u0007')).toBe('‹U+001B›]0;x‹U+0007›');
    expect(showHostile('\u{e0041}\ud800')).toBe('‹U+E0041›‹U+D800›');
  });

  it('marks line breaks unless lines are wanted', () => {
    expect(showHostile('a\nb\tc')).toBe('a‹U+000A›b‹U+0009›c');
    expect(showHostile('a\nb\tc\r', { lines: true })).toBe('a\nb\tc‹U+000D›');
  });

  it('leaves the scripts of the world alone, emoji included', () => {
    for (const text of ['Ünïcödé', 'إنترنت', 'ไทยที่นี่', 'हिन्दी', '币安', '❤️'])
      expect(showHostile(text)).toBe(text);
  });

  it('cuts what is too long and says how much is missing', () => {
    expect(showHostile('x'.repeat(1_000_000), { max: 10 })).toBe('xxxxxxxxxx… (999990 more characters)');
  });

  it('does not let stacked marks climb over other lines', () => {
    expect(showHostile(`a${'\u0301'.repeat(50)}`)).toContain('‹U+0301›');
  });

  it('takes well under a second on a megabyte of hostile text', () => {
    const started = performance.now();
    for (const seed of ['\u202e', 'a\u0301', '@.', 'http://', '[.]', ']('])
      inertText(seed.repeat(400_000), 1_000_000);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('defang', () => {
  it.each([
    ['url', 'https://bad.example/a.b?c=http://x.example', 'hxxps://bad[.]example/a.b?c=hxxp[:]//x.example'],
    ['url', 'javascript:alert(1)', 'javascript[:]alert(1)'],
    ['url', 'intent://scan#Intent;scheme=x;end', 'intent://scan#Intent;scheme=x;end'],
    ['url', 'tg://resolve?domain=x', 'tg://resolve?domain=x'],
    ['domain', 'bad.example', 'bad[.]example'],
    ['email', 'a.b@bad.example', 'a[.]b[@]bad[.]example'],
    ['ip', '203.0.113.5', '203[.]0[.]113[.]5'],
    ['ip', '2001:db8::1', '2001[:]db8[:][:]1'],
    ['wallet', 'bc1qexample', 'bc1qexample'],
  ] as const)('writes %s %s so that nothing links it', (kind, value, expected) => {
    expect(defang(kind, value)).toBe(expected);
  });

  it('defangs addresses inside running text', () => {
    expect(defangText('see HTTPS://x.example and www.y.example')).toBe(
      'see hxxpS[:]//x.example and www[.]y.example',
    );
  });

  it('is undone by refang, so that a pasted value can be searched', () => {
    for (const [kind, value] of [
      ['url', 'https://bad.example/a'],
      ['email', 'a.b@bad.example'],
      ['ip', '2001:db8::1'],
    ] as const)
      expect(refang(defang(kind, value))).toBe(value);
  });
});
