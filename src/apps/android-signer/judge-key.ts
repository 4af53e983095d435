import { publicKeys } from '../../../data/android/public-keys.ts';
import type { Sink } from '../../contract/index.ts';
import type { Certificate } from '../../formats/index.ts';

/** `public`: anyone has the private key · `debug`: made by a development tool on one computer · `own`: all others. */
export type KeyKind = 'public' | 'debug' | 'own';

export function judgeKey(certificate: Certificate): KeyKind {
  if (publicKeys.has(certificate.sha256)) return 'public';
  return /(^|, )CN=Android Debug(,|$)/.test(certificate.subject) ? 'debug' : 'own';
}

/** What the key of an Android signer says about its maker, where it says anything. */
export function judgeCertificate(certificate: Certificate): Parameters<Sink['finding']>[0][] {
  const kind = judgeKey(certificate);
  if (kind === 'own') return [];
  const short = certificate.sha256.slice(0, 16);
  if (kind === 'public')
    return [
      {
        id: `signing/public-key-${short}`,
        title: 'Signed with a key that anyone can have',
        detail: `The certificate is the published test key "${publicKeys.get(certificate.sha256)}". Tools that re-pack apps sign with it. It says nothing about who made the app and must not be used to link apps with each other.`,
        severity: 'medium',
        techniques: ['T1577'],
      },
    ];
  return [
    {
      id: `signing/debug-key-${short}`,
      title: 'Signed with the debug key of a development computer',
      detail: `Such a key is made by Android's development tools, one per computer: apps with the same certificate (SHA-256 ${certificate.sha256}) were built on the same computer or with a copied key. The name in it ("Android Debug") is the same everywhere. App shops refuse such apps.`,
      severity: 'low',
    },
  ];
}
