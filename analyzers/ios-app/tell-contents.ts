import { type AppText, examineContents } from '../../src/apps/index.ts';
import type { Sink } from '../../src/contract/index.ts';
import { infoTexts, programTexts } from './app-texts.ts';
import type { IosApp } from './ios-app.ts';
import { type BinaryLog, readBinaries } from './read-binaries.ts';

/** Tells what the app holds, whom it talks to and what it is for, from all texts of all its parts. */
export async function tellAppContents(app: IosApp, sink: Sink): Promise<BinaryLog> {
  const log: BinaryLog = { binaries: [], skipped: [] };
  const contents = await examineContents({
    files: app.files,
    // Programs are large: the texts of each are gone through while it is in memory.
    async *texts(): AsyncGenerator<AppText> {
      for await (const { binary, bytes } of readBinaries(app, log)) yield* programTexts(binary, bytes);
      if (app.info) yield* infoTexts(app, app.info);
    },
    classes: [],
    get usesWebView() {
      return linksWebKit(log);
    },
  });
  for (const [name, value] of Object.entries(contents.facts)) sink.fact(name, value);
  for (const finding of contents.findings) sink.finding(finding);
  for (const indicator of contents.indicators) sink.indicator(indicator);
  for (const what of contents.examined) sink.examined(what);
  for (const { what, reason, detail } of contents.notExamined) sink.notExamined(what, reason, detail);
  return log;
}

function linksWebKit({ binaries }: BinaryLog): boolean {
  return binaries.some(({ images }) =>
    images.some(({ libraries }) => libraries.some((name) => name.endsWith('/WebKit.framework/WebKit'))),
  );
}
