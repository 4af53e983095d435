import type { Request, Response } from 'express';
import { AssayError, type CustodyEvent, type Id } from '../contract/index.ts';
import { type Exportable, toCsv, toMarkdown, toMispEvent, toStixBundle } from '../exchange/index.ts';
import { appendCustody } from '../library/index.ts';
import type { Viewer } from './layout.ts';
import type { SiteContext } from './site-options.ts';

const FORMATS = {
  stix: {
    type: 'application/stix+json;version=2.1',
    ending: 'stix.json',
    write: (s: Exportable) => json(toStixBundle(s)),
  },
  misp: { type: 'application/json', ending: 'misp.json', write: (s: Exportable) => json(toMispEvent(s)) },
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv', write: toCsv },
  markdown: { type: 'text/markdown; charset=utf-8', ending: 'md', write: toMarkdown },
} as const;

/** Sends a download and writes `exported` to the custody log of the unit whose report it is first. */
export async function sendExport(
  site: SiteContext,
  req: Request,
  res: Response,
  viewer: Viewer,
  asked: {
    readonly source: Exportable;
    readonly format: string;
    readonly what: string;
    readonly submission: Id;
  },
): Promise<void> {
  if (!Object.hasOwn(FORMATS, asked.format))
    throw new AssayError(
      'not-found',
      `There is no export called that. There are ${Object.keys(FORMATS).join(', ')}.`,
    );
  const format = FORMATS[asked.format as keyof typeof FORMATS];
  const body = format.write(asked.source);
  // The log of the evidence is that of the unit it belongs to, also when another unit takes a released report along.
  const line: CustodyEvent = {
    unit: asked.source.unit.id,
    event: 'exported',
    exhibit: null,
    submission: asked.submission,
    sha256: null,
    actor: `key:${viewer.principal.keyId}`,
    role: viewer.principal.scopes.has('review') ? 'reviewer' : 'reader',
    purpose: `${asked.what} as ${asked.format}`,
    authorityRef: null,
    tool: `assay ${site.plan.producerVersion}`,
    sha256Before: null,
    sha256After: null,
    sourceIpClass: site.ipClass(req.ip),
  };
  await site.db.transact((trx) => appendCustody(trx, [line]));
  const report = 'report' in asked.source ? asked.source.report : asked.source;
  res.set({
    'Content-Type': format.type,
    'Content-Disposition': `attachment; filename="assay-${report.submission}.${format.ending}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  res.end(body);
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
