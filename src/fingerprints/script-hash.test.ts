import { expect, it } from 'vitest';
import { compareMinHash, scriptHash } from './index.ts';

const script = (name: string, link: string, sum: string): string[] => [
  `Hello ${name}, I am the assistant of the professor and I will guide you today.`,
  `Please open ${link} and deposit ${sum} so that the node can be opened for you before noon.`,
  'After that you can withdraw at any time, our customer service is always online.',
];

const shared = (a: string | undefined, b: string | undefined): number =>
  a && b ? (compareMinHash(a, b)?.jaccard ?? 0) : 0;

it('finds a template again though links and sums differ', () => {
  const a = scriptHash(script('Anna', 'https://one.example/x1', '$500'));
  const b = scriptHash(script('Bernd', 'https://two.example/y2', '1,200 USDT'));
  expect(shared(a, b)).toBeGreaterThan(0.7);
});

it('tells another script apart', () => {
  const a = scriptHash(script('Anna', 'https://one.example/x1', '$500'));
  const c = scriptHash([
    'Dear customer, your parcel could not be delivered because the address is incomplete.',
    'Please confirm the street and the house number with our driver before the evening.',
  ]);
  expect(shared(a, c)).toBeLessThan(0.1);
});

it('works in writing without spaces', () => {
  const text =
    '您好我是老师的助理今天会带您一步一步操作完成之后就可以随时提现客服一直在线为您服务请先打开链接注册账户然后按照老师的指示进行操作即可获得收益';
  expect(
    shared(scriptHash([`${text} https://a.example/1`]), scriptHash([`小李 ${text} https://b.example/2`])),
  ).toBeGreaterThan(0.8);
});

it('says nothing of a greeting', () => {
  expect(scriptHash(['Hello, how are you?'])).toBeUndefined();
});
