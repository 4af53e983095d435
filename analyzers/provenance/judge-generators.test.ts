import { describe, expect, it } from 'vitest';
import { findGenerators, findWriters, judgeGenerators, judgeWriters } from './judge-generators.ts';
import { note } from './traces.ts';

const settings =
  'a woman, photo\nNegative prompt: blur\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model: x';
const judge = (key: string, text: string) =>
  judgeGenerators(findGenerators(note(`PNG text “${key}”`, key, text)));

describe('traces of generators', () => {
  it.each([
    ['parameters', settings, 'stable-diffusion-webui'],
    ['prompt', '{"3":{"class_type":"KSampler","inputs":{}}}', 'comfyui'],
    ['workflow', '{"last_node_id": 9, "nodes": []}', 'comfyui'],
    ['invokeai_metadata', '{"seed":1}', 'invokeai'],
    ['Dream', '"a cat" -s 50', 'invokeai'],
    ['fooocus_scheme', 'fooocus', 'fooocus'],
    ['parameters', '{"sui_image_params":{"prompt":"x"}}', 'swarmui'],
    ['Software', 'NovelAI', 'novelai'],
    ['Description', 'a cat --v 6 Job ID: 01234567-89ab-cdef-0123-456789abcdef', 'midjourney'],
    ['AIGC', '{"Label":"1","ContentProducer":"someone","ProduceID":"9"}', 'tc260-label'],
    ['Software', 'Adobe Firefly', 'named-generator'],
    ['Software', 'FaceFusion 3', 'named-face-swapper'],
    ['credit', 'Made with Google AI', 'google-ai'],
    ['ImageDescription', `Signature: ${'A'.repeat(80)}`, 'xai-signature'],
    ['comment', '{"prompt":"x","steps":28,"sampler":"k_euler"}', 'diffusion-json'],
    ['Stable Diffusion model', 'x', 'easy-diffusion'],
    ['com.bytedance.info', '{"aigc_label_type":2}', 'bytedance-label'],
  ])('under %s are found and support that it was generated or altered', (key, text, rule) => {
    const found = judge(key, text).find(({ id }) => id === `provenance.generator-${rule}`);
    expect(found?.severity).toBe('medium');
    expect(found?.support).toMatchObject({ question: 'manipulated-media', group: 'declared-origin' });
    expect(found?.support?.ratio).toBeLessThanOrEqual(50);
    expect(found?.detail).toMatch(/into any file|anyone can write/);
  });

  it.each([
    ['Comment', 'Five steps: 20 minutes of Sampler chocolate'],
    ['parameters', 'ISO 100, Steps unknown'],
    ['Software', 'Adobe Photoshop 26.1'],
    ['Author', 'Gemini Midjourney-Smith'],
    ['Description', 'Imagen de la familia'],
    ['AIGC', '{"aigc_label_type":0}'],
  ])('are not seen under %s in “%s”', (key, text) => {
    expect(judge(key, text)).toEqual([]);
  });

  it('of a program that alters faces are told without any support', () => {
    const [found] = judge('Software', 'FaceApp 5');
    expect(found).toMatchObject({ id: 'provenance.generator-named-face-editor', severity: 'low' });
    expect(found?.support).toBeUndefined();
  });

  it('in hostile texts are looked for in little time', () => {
    const since = process.cpuUsage();
    for (const piece of [
      'Steps: 1, ',
      '"class_type"',
      'Label":"1" ',
      '{"steps":',
      'Job ID: ',
      '\n',
      'ContentProducer',
    ])
      for (const key of ['parameters', 'comment', 'software', 'description', 'aigc'])
        judge(key, piece.repeat(Math.ceil(65_536 / piece.length)));
    expect(process.cpuUsage(since).user).toBeLessThan(3_000_000);
  });
});

it('an editing program is named without any support, and control characters of its name are shown as such', () => {
  const [found] = judgeWriters(
    findWriters(note('EXIF Software', 'Software', 'Adobe Photoshop 26.1\u202e\u0007x')),
  );
  expect(found).toMatchObject({ id: 'provenance.writer', severity: 'info' });
  expect(found?.detail).toContain('26.1\ufffd\ufffdx');
  expect(found?.support).toBeUndefined();
});
