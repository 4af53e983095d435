import type { z } from 'zod';
import type { Indicator, Json, NonAnswer } from '../contract/index.ts';
import type { AppFiles } from './app-files.ts';
import { contentNotes } from './contents/content-notes.ts';
import { type ContentCoverage, readContents } from './contents/read-contents.ts';
import { describeContents, gapsOf } from './contents/tell-contents.ts';
import { describeFrameworks } from './frameworks/describe-frameworks.ts';
import { detectFrameworks } from './frameworks/detect-frameworks.ts';
import type { AppText } from './texts/app-text.ts';
import { collectIndicators } from './texts/collector.ts';
import {
  type FindingInput,
  judgeHotUpdate,
  judgeIdentityChecks,
  judgeInvestment,
  judgeInvitations,
  judgeMasked,
  judgeRemoteConfig,
  judgeShell,
} from './traits/judge-traits.ts';
import { watchInvites } from './traits/watch-invites.ts';
import { watchPlaces } from './traits/watch-places.ts';
import { watchRoutes } from './traits/watch-routes.ts';
import { watchSignals } from './traits/watch-signals.ts';
import {
  describeVendors,
  judgeSecrets,
  judgeVendors,
  keyIndicators,
  leadsOf,
} from './vendors/judge-vendors.ts';
import { watchVendorKeys } from './vendors/vendor-keys.ts';

/** What an analyzer knows of an app before its contents are read. */
export interface AppToExamine {
  readonly files: AppFiles;
  /** Texts that the analyzer read itself: program code, resources, manifest. Gone through once. */
  texts(): Iterable<AppText> | AsyncIterable<AppText>;
  /** Names of components, of the application class and of the package: they show frameworks. */
  readonly classes: readonly string[];
  /** Classes under this name are the app's own, also where a library's name would fit. */
  readonly ownPackage?: string;
  /** Classes of the program that belong to no known library; undefined: not counted. */
  readonly ownClasses?: number;
  readonly usesWebView?: boolean;
}

/** What the contents of an app say: ready for a sink. */
export interface ContentsExamined {
  readonly facts: Readonly<Record<string, Json>>;
  readonly findings: readonly FindingInput[];
  readonly indicators: readonly z.input<typeof Indicator>[];
  readonly examined: readonly string[];
  readonly notExamined: readonly {
    readonly what: string;
    readonly reason: NonAnswer;
    readonly detail: string;
  }[];
}

/** Reads all texts of an app, of whatever platform and framework, and says whom it talks to and what it is for. */
export async function examineContents(app: AppToExamine): Promise<ContentsExamined> {
  const frameworks = detectFrameworks(app.files, app.classes);
  const details = await describeFrameworks(app.files);
  const notes = contentNotes();
  const coverage: ContentCoverage = { opened: 0, bytes: 0, beyondLimit: 0 };
  const watchers = {
    values: collectIndicators(),
    vendors: watchVendorKeys(),
    routes: watchRoutes(),
    signals: watchSignals(),
    invites: watchInvites(),
  };
  const all = Object.values(watchers);
  const see = (text: AppText): void => {
    for (const watcher of all) watcher.see(text);
  };
  // Awaiting each of a million texts would take longer than most of them.
  const given = app.texts();
  if (Symbol.iterator in given) for (const text of given) see(ownedText(text, app.ownPackage));
  else for await (const text of given) see(ownedText(text, app.ownPackage));
  for await (const texts of readContents(app.files, notes, coverage)) for (const text of texts) see(text);
  const { values, vendors, routes, signals, invites } = watchers;
  for (const indicator of keyIndicators(vendors)) values.add(indicator);
  for (const { code, text, how } of invites.codes)
    values.add({
      kind: 'invite-code',
      value: code,
      standing: 'proposed',
      confidence: 80,
      provenance: [{ location: text.location, how: `${how}, ${text.how}`.slice(0, 290) }],
    });
  const { indicators, dropped, unsearched } = values.result();
  const places = watchPlaces(indicators);
  const leads = leadsOf(vendors, places.tenants);
  const names = frameworks.map(({ name }) => name);
  const shell = judgeShell({
    details,
    ownClasses: app.ownClasses,
    usesWebView: app.usesWebView === true || signals.of('webview').length > 0,
    pages: places.pages,
    frameworks: names,
  });
  const findings = [
    judgeRemoteConfig(places.drops, signals),
    judgeInvestment(routes),
    judgeIdentityChecks(routes),
    judgeInvitations(routes, invites),
    judgeHotUpdate(signals),
    judgeMasked(notes.read().masked),
    shell,
    judgeVendors(leads),
    judgeSecrets(vendors),
  ].filter((finding) => finding !== undefined);
  if (shell && frameworks.length === 0) names.push('native-webview');
  return {
    facts: {
      frameworks: names,
      ...(frameworks.length > 0
        ? {
            frameworkEvidence: frameworks.map(({ name, evidence, where }) => ({
              name,
              evidence: [...evidence],
              where,
            })),
          }
        : {}),
      ...(details.length > 0
        ? {
            frameworkDetails: details.map(({ framework, entry, values: said }) => ({
              framework,
              entry,
              ...said,
            })),
          }
        : {}),
      ...(leads.length > 0 ? { vendors: describeVendors(leads) } : {}),
      ...describeContents(notes.read()),
      textsRead: values.counts.texts,
    },
    findings,
    indicators,
    examined: [
      `texts of ${coverage.opened} files (${Math.round(coverage.bytes / 1024)} KiB) and of the program: ${values.counts.texts}`,
    ],
    notExamined: gapsOf(notes.read(), coverage, { dropped, unsearched }),
  };
}

function ownedText(text: AppText, ownPackage: string | undefined): AppText {
  if (text.owner === undefined || ownPackage === undefined || ownPackage === '') return text;
  if (!text.owner.startsWith(ownPackage)) return text;
  const { owner, ...rest } = text;
  return owner === ownPackage || owner[ownPackage.length] === '.' ? rest : text;
}
