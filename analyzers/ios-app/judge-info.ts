import { privacyKeys } from '../../data/apple/privacy-keys.ts';
import type { FindingInput } from './finding-input.ts';
import type { Info, IosApp } from './ios-app.ts';

/** What the app declares about itself and is worth an investigator's eye. */
export function judgeInfo(app: IosApp): FindingInput[] {
  const { info } = app;
  if (!info) return [];
  const locations = [{ kind: 'entry' as const, path: `${app.root}Info.plist`.slice(0, 4096) }];
  return [
    ...judgeTransport(info),
    ...judgePrivacy(info),
    ...judgeQueries(info),
    ...judgeSchemes(info),
    ...judgeRoots(app),
  ].map((finding) => ({ locations, ...finding }));
}

function judgeTransport({ transport }: Info): FindingInput[] {
  if (!transport) return [];
  const insecure = transport.exceptions.filter((exception) => exception.insecure);
  if (!transport.allowsArbitrary && !transport.allowsArbitraryInWeb && insecure.length === 0) return [];
  const named = insecure.slice(0, 10).map(({ domain }) => domain);
  return [
    {
      id: 'manifest/cleartext-traffic',
      title: 'The app allows connections without encryption',
      detail: `${transport.allowsArbitrary ? 'It switches off the system’s demand for encrypted connections altogether. ' : ''}${transport.allowsArbitraryInWeb ? 'It allows unencrypted web pages. ' : ''}${named.length > 0 ? `Excepted by name: ${named.join(', ')}. ` : ''}Quickly made apps with changing servers often do; honest ones do too.`,
      severity: 'low',
      techniques: ['T1437.001'],
    },
  ];
}

function judgePrivacy({ reasons }: Info): FindingInput[] {
  if (reasons.size === 0) return [];
  const asked = [...reasons].map(([key, texts]) => {
    const text = texts[''] ?? Object.values(texts)[0] ?? '';
    return `${privacyKeys.get(key) ?? key}: “${text.slice(0, 160)}”`;
  });
  return [
    {
      id: 'manifest/asks-for',
      title: `The app can ask for ${reasons.size} kind(s) of personal data`,
      detail: `With the reasons it shows: ${asked.slice(0, 20).join(' · ')}. The user is asked each time; whether the app does ask was not examined.`,
      severity: 'info',
      measure: { name: 'kinds of data', value: reasons.size, unit: 'count' },
    },
  ];
}

/** Schemes of wallets, messengers and payment apps: whom the app wants to find installed. */
function judgeQueries({ queriedSchemes }: Info): FindingInput[] {
  if (queriedSchemes.length === 0) return [];
  return [
    {
      id: 'manifest/looks-for-apps',
      title: `The app looks whether ${queriedSchemes.length} other app(s) are installed`,
      detail: `By their address schemes: ${queriedSchemes.slice(0, 40).join(', ')}${queriedSchemes.length > 40 ? ', …' : ''}. Log-in and payment kits need this; it also shows which wallets and messengers the makers count on.`,
      severity: 'info',
      techniques: ['T1418'],
      measure: { name: 'schemes', value: queriedSchemes.length, unit: 'count' },
    },
  ];
}

function judgeSchemes({ urlSchemes }: Info): FindingInput[] {
  const reserved = urlSchemes.filter((scheme) =>
    /^(https?|itms-services|itms-apps|tel|sms|mailto)$/i.test(scheme),
  );
  if (reserved.length === 0) return [];
  return [
    {
      id: 'manifest/takes-system-scheme',
      title: 'The app claims an address scheme of the system',
      detail: `It registers itself for ${reserved.join(', ')}. iOS ignores this.`,
      severity: 'low',
      techniques: ['T1635.001'],
    },
  ];
}

function judgeRoots({ root, otherRoots }: IosApp): FindingInput[] {
  if (otherRoots.length === 0) return [];
  return [
    {
      id: 'structure/several-apps',
      title: 'The package holds several apps side by side',
      detail: `Examined: ${root}. Also there: ${otherRoots.slice(0, 5).join(', ')}. iOS installs one; readers disagree which.`,
      severity: 'medium',
      techniques: ['T1406'],
    },
  ];
}
