import type { Sign } from '../../../data/android/behaviours.ts';
import type { AppCode, CodeSite } from './app-code.ts';

const MAX_OWN_SITES = 12;
const MAX_LIBRARY_SITES = 6;

/** Notes that a sign was seen at a place. */
export function sight(sightings: AppCode['sightings'], sign: Sign, site: CodeSite): void {
  let seen = sightings.get(sign);
  if (!seen) {
    seen = { own: 0, inLibraries: 0, ownSites: [], librarySites: [] };
    sightings.set(sign, seen);
  }
  if (site.library === undefined) seen.own += 1;
  else seen.inLibraries += 1;
  const [sites, most] =
    site.library === undefined ? [seen.ownSites, MAX_OWN_SITES] : [seen.librarySites, MAX_LIBRARY_SITES];
  const last = sites.at(-1);
  if (sites.length < most && (last?.class !== site.class || last.method !== site.method)) sites.push(site);
}
