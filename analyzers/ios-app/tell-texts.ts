import { type AppText, collectIndicators } from '../../src/apps/index.ts';
import type { AnalysisContext } from '../../src/contract/index.ts';
import { infoTexts, programTexts } from './app-texts.ts';
import type { Binary, IosApp } from './ios-app.ts';

/** Takes the texts of an app while its files are read, and tells at the end what was found in them. */
export interface SeenTexts {
  seeProgram(binary: Binary, bytes: Buffer): void;
  tell(context: AnalysisContext): Promise<void>;
}

export function openTexts(app: IosApp): SeenTexts {
  const collector = collectIndicators();
  const see = (texts: Iterable<AppText>): void => {
    for (const text of texts) collector.see(text);
  };
  return {
    seeProgram: (binary, bytes) => see(programTexts(binary, bytes)),
    async tell({ sink }) {
      if (app.info) see(infoTexts(app, app.info));
      const { indicators, dropped } = collector.result();
      for (const indicator of indicators) sink.indicator(indicator);
      sink.fact('texts', collector.counts);
      sink.examined(`${collector.counts.texts} texts of programs and data files, for addresses and keys`);
      if (dropped > 0)
        sink.notExamined('further values in texts', 'not-run', `${dropped} more were found than are told.`);
    },
  };
}
