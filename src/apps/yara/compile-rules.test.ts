import { describe, expect, it } from 'vitest';
import { compileRules, loadYara, rulesOfConfig, rulesToConfig, scanRules, type Yara } from '../index.ts';

const loaded = loadYara();
const yara = loaded as Yara;
const rule = (name: string, body: string) => `rule ${name} { ${body} }`;
const text = (name: string, word: string) => rule(name, `strings: $a = "${word}" condition: $a`);

// YARA-X has no build for every machine; there, that it says so is all that can be tested.
describe.skipIf('why' in loaded)('a unit’s YARA rules', () => {
  it('leaves out the file that does not compile, with line and reason, and uses the others', () => {
    const { rules, refused } = compileRules(yara, [
      { name: 'good.yar', text: text('good', 'invite') },
      { name: 'bad.yar', text: '\nrule bad { condition: unknown_thing }' },
    ]);
    expect(refused).toEqual([{ name: 'bad.yar', why: expect.stringMatching(/line:2[\s\S]*unknown_thing/) }]);
    expect(scanRules(rules!, Buffer.from('an invite'), 'a').map((hit) => hit.rule)).toEqual(['good']);
  });

  it('refuses a second rule of the same name, and keeps the first', () => {
    const { rules, refused } = compileRules(yara, [
      { name: 'a.yar', text: text('same', 'first') },
      { name: 'b.yar', text: text('same', 'second') },
      { name: 'c.yar', text: text('other', 'second') },
    ]);
    expect(refused.map(({ name }) => name)).toEqual(['b.yar']);
    expect(scanRules(rules!, Buffer.from('second'), 'a').map((hit) => hit.rule)).toEqual(['other']);
  });

  it('never reads a file of the machine that compiles', () => {
    const { rules, refused } = compileRules(yara, [{ name: 'a.yar', text: 'include "/etc/passwd"' }]);
    expect(rules).toBeUndefined();
    expect(refused[0]?.why).toMatch(/include/);
    expect(refused[0]?.why).not.toMatch(/root:/);
  });

  it('refuses a loop that would not end in time', () => {
    const endless = rule('slow', 'condition: for all i in (0..1000000000) : (uint8(i) == 0)');
    expect(compileRules(yara, [{ name: 'slow.yar', text: endless }]).refused).toHaveLength(1);
  });

  it('tells offsets, patterns and short printable texts, and knows the name of the file', () => {
    const { rules } = compileRules(yara, [
      {
        name: 'a.yar',
        text: rule(
          'where',
          'strings: $a = "code" $b = { 00 01 } condition: all of them and entry endswith ".js"',
        ),
      },
    ]);
    const bytes = Buffer.from('code\0\x01 code');
    expect(scanRules(rules!, bytes, 'assets/a.txt')).toEqual([]);
    expect(scanRules(rules!, bytes, 'assets/a.js')[0]?.matches).toEqual([
      { pattern: '$a', offset: 0, length: 4, text: 'code' },
      { pattern: '$b', offset: 4, length: 2, text: undefined },
      { pattern: '$a', offset: 7, length: 4, text: 'code' },
    ]);
  });

  it('travels through an analyzer’s configuration and back', () => {
    const files = [{ name: 'a.yar', text: text('a', 'b') }];
    expect(rulesOfConfig(rulesToConfig(files))).toEqual(files);
    expect(rulesOfConfig(rulesToConfig([]))).toEqual([]);
    expect(rulesOfConfig({ yara: 'no' })).toEqual([]);
  });
});
