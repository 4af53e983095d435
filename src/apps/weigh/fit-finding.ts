import type { z } from 'zod';
import type { Finding, Location } from '../../contract/index.ts';

type FindingInput = z.input<typeof Finding>;

/** As much as a finding may hold (contract/result.ts, contract/location.ts). */
const MOST = { title: 300, detail: 8000, locations: 200, path: 4096, name: 1024 } as const;

/**
 * A finding as large as one may be. Names inside an app can be of any length, and one that is too long would end the
 * whole run: what is beyond is cut, and a cut text ends in `…`.
 */
export function fitFinding(finding: FindingInput): FindingInput {
  const { title, detail, locations } = finding;
  return {
    ...finding,
    title: cut(title, MOST.title),
    detail: cut(detail, MOST.detail),
    ...(locations === undefined ? {} : { locations: locations.slice(0, MOST.locations).map(fitLocation) }),
  };
}

function fitLocation(location: Location): Location {
  if (location.kind === 'entry') return { ...location, path: location.path.slice(0, MOST.path) };
  if (location.kind !== 'method') return location;
  return {
    ...location,
    class: location.class.slice(0, MOST.name),
    method: location.method.slice(0, MOST.name),
    ...(location.entry === undefined ? {} : { entry: location.entry.slice(0, MOST.path) }),
  };
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
