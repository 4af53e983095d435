/**
 * How strongly findings about apps bear on the question whether an app is a fraudulent investment app rather than a genuine
 * one. The one place where these numbers stand. No count on real cases exists: all are the judgement of the authors, kept
 * small. A trait that genuine apps of the same business have as often, such as asking for an identity card, has no entry.
 * But for a borrowed brand, none says anything by itself (below 2): only several of them together do.
 */
export interface FindingWeight {
  /** Id of the finding; with `*` at its end, all that begin so. */
  readonly finding: string;
  /** How often it is met in fraudulent investment apps to how often in genuine ones. */
  readonly ratio: number;
  /** Findings of one group share a cause: only the strongest counts. */
  readonly group: string;
  readonly why: string;
}

export const findingWeights: readonly FindingWeight[] = [
  {
    finding: 'imitates-brand/look-alike',
    ratio: 15,
    group: 'identity',
    why: 'genuine apps have no reason to write a known name in look-alike characters or one letter off',
  },
  {
    finding: 'imitates-brand/signer',
    ratio: 10,
    group: 'identity',
    why: 'the owner of a package name signs with the known key; shops that sign anew, and keys changed since, are the rest',
  },
  {
    finding: 'imitates-brand',
    ratio: 6,
    group: 'identity',
    why: 'a known name under a foreign package name is how such apps are offered; our list of a brand’s own apps is incomplete',
  },
  {
    finding: 'imitates-brand/icon',
    ratio: 3,
    group: 'identity',
    why: 'icons are borrowed with names; simple icons are alike by chance',
  },
  {
    finding: 'official-app',
    ratio: 0.02,
    group: 'identity',
    why: 'the known signer vouches for every byte; what remains is a stolen key or an error in our list',
  },
  {
    finding: 'invite-code-gate',
    ratio: 2.5,
    group: 'invitation',
    why: 'genuine services take referral codes and rarely demand one before registration',
  },
  {
    finding: 'investment-routes',
    ratio: 1.5,
    group: 'business',
    why: 'genuine investment apps have deposits and withdrawals too',
  },
  {
    finding: 'single-webview-shell',
    ratio: 1.8,
    group: 'shell',
    why: 'made by packaging services in minutes and changed on the server; small honest firms do the same',
  },
  {
    finding: 'remote-config-hosts',
    ratio: 1.8,
    group: 'moving-hosts',
    why: 'addresses that can be moved outlive blocking; honest apps configure themselves from afar too',
  },
  {
    finding: 'hot-update',
    ratio: 1.3,
    group: 'moving-hosts',
    why: 'what was reviewed can be exchanged later; a common convenience of honest apps',
  },
  {
    finding: 'defeats-tools/*',
    ratio: 1.5,
    group: 'hiding',
    why: 'no ordinary build tool writes such files; protectors of honest apps rarely do',
  },
  {
    finding: 'signing/janus',
    ratio: 1.5,
    group: 'hiding',
    why: 'no ordinary build tool writes such files',
  },
  {
    finding: 'packer/*',
    ratio: 1.3,
    group: 'hiding',
    why: 'banks and games pack their code as well',
  },
  {
    finding: 'signing/public-key-*',
    ratio: 1.5,
    group: 'distribution',
    why: 'shops refuse these keys, so the app came another way; test builds carry them too',
  },
  {
    finding: 'signing/debug-key-*',
    ratio: 1.3,
    group: 'distribution',
    why: 'shops refuse these keys, so the app came another way; 26 of 72 harmless apps, most of them test builds, carry one',
  },
  {
    finding: 'enterprise-distribution',
    ratio: 1.9,
    group: 'distribution',
    why: 'meant for a company’s own staff and the usual way past the App Store; staff apps carry it rightly',
  },
  {
    finding: 'ad-hoc-distribution',
    ratio: 1.7,
    group: 'distribution',
    why: 'meant for testers and sold as a way past the App Store; test builds carry it rightly',
  },
  {
    finding: 'development-distribution',
    ratio: 1.5,
    group: 'distribution',
    why: 'meant for a developer’s own devices; test builds carry it rightly',
  },
  {
    finding: 'permissions/installs-apps',
    ratio: 1.2,
    group: 'installs',
    why: 'second stages come this way; so do updates of honest apps outside shops',
  },
];
