import { expect, it } from 'vitest';
import { libraryOf } from './library-of.ts';

it('names the library of a class by whole parts of its name, the longest that is known', () => {
  expect(libraryOf('com.google.gson.internal.bind.TypeAdapters')).toBe('Gson');
  expect(libraryOf('com.tencent.bugly.crashreport.CrashReport')).toBe('Bugly');
  expect(libraryOf('com.tencent.news.Main')).toBe('Tencent kits');
});

it('takes no app for a library because of a name that only begins alike', () => {
  for (const name of ['kotlinfx.Main', 'com.googlefake.gson.A', 'rxchange.trade.Main', 'a.b.c', 'Main'])
    expect(libraryOf(name)).toBeUndefined();
});
