import { type AppText, examineContents, zipAppFiles } from '../../../src/apps/index.ts';
import type { Sink } from '../../../src/contract/index.ts';
import type { App } from '../app.ts';
import type { AppCode } from '../code/index.ts';
import type { ReadApp } from '../read-app.ts';
import { manifestTexts, resourceTexts } from './app-texts.ts';

/** Tells what the app holds, whom it talks to and what it is for, from all texts of all its parts. */
export async function tellAppContents(
  { zip, app, table }: ReadApp,
  code: AppCode,
  sink: Sink,
): Promise<void> {
  let libraryClasses = 0;
  for (const count of code.libraries.values()) libraryClasses += count;
  const contents = await examineContents({
    files: zipAppFiles(zip, 'android'),
    *texts(): Generator<AppText> {
      yield* code.texts.all();
      if (table) yield* resourceTexts(table);
      if (app) yield* manifestTexts(app);
    },
    classes: namesOf(app),
    ...(app ? { ownPackage: app.package } : {}),
    ...(code.programs.length > 0 ? { ownClasses: code.classNames.size - libraryClasses } : {}),
    usesWebView: [...code.apiCalls].some((call) => call.startsWith('Landroid/webkit/WebView;->loadUrl')),
  });
  for (const [name, value] of Object.entries(contents.facts)) sink.fact(name, value);
  for (const finding of contents.findings) sink.finding(finding);
  for (const indicator of contents.indicators) sink.indicator(indicator);
  for (const what of contents.examined) sink.examined(what);
  for (const { what, reason, detail } of contents.notExamined) sink.notExamined(what, reason, detail);
}

/** What shows frameworks by name: the package, the application class, components. */
function namesOf(app: App | undefined): string[] {
  if (!app) return [];
  const { applicationClass } = app;
  return [
    app.package,
    ...(applicationClass === undefined ? [] : [applicationClass]),
    ...app.components.map(({ name }) => name),
  ];
}
