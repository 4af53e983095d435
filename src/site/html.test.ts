import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../tests/support/report.ts';
import { hostile, html } from './html.ts';

describe('html', () => {
  it('escapes every value in text and in attributes', () => {
    const value = `"><script>alert('1')</script>\`&`;
    expect(html`<a title="${value}">${value}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&#96;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&#96;&amp;</a>',
    );
  });

  it('keeps markup made by itself, joins lists, leaves out nothing-values and shows zero', () => {
    expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}</ul>${false}${undefined}${null}${0}`.text).toBe(
      '<ul><li>1</li><li>2</li></ul>0',
    );
  });

  it('does not take an object that only looks like markup', () => {
    const forged = JSON.parse('{"text":"<b>"}') as never;
    expect(() => html`${forged}`.text).toThrow();
  });

  it('makes hostile text inert, shows its hidden marks and isolates its direction', () => {
    const { text } = hostile(HOSTILE);
    expect(text).toMatch(/^<bdi class="hostile">.*<\/bdi>$/);
    expect(text).not.toMatch(/<img|\u202e|\u001b/);
    expect(text).toContain('‹U+202E›');
  });
});
