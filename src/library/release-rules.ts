import {
  AssayError,
  type Audience,
  labelOf,
  type Marking,
  markings,
  type Report,
  stricter,
} from '../contract/index.ts';

/**
 * How far each TLP 2.0 marking may travel here. RED and AMBER+STRICT stay in the unit; AMBER reaches units that are
 * named (they stand for the organisation's clients with a need to know); GREEN reaches this community, which is every
 * unit on this server; CLEAR has no limit.
 */
const AUDIENCES: Readonly<Record<Marking, readonly Audience['kind'][]>> = {
  red: ['own'],
  'amber+strict': ['own'],
  amber: ['own', 'units'],
  green: ['own', 'units', 'everyone'],
  clear: ['own', 'units', 'everyone'],
};

export function audiencesOf(marking: Marking): readonly Audience['kind'][] {
  return AUDIENCES[marking];
}

/** The marking of a report with all its exhibits: a release must not be wider. */
export function narrowestMarking(report: Report): Marking {
  return report.exhibits.map((exhibit) => exhibit.marking).reduce(stricter, report.marking);
}

/** Errors: `forbidden` when the marking would be widened, or the audience is wider than the marking allows. */
export function checkAudience(report: Report, marking: Marking, audience: Audience): void {
  const floor = narrowestMarking(report);
  if (markings.indexOf(marking) < markings.indexOf(floor))
    throw new AssayError(
      'forbidden',
      `This submission is marked ${labelOf(floor)}, so it cannot be released as ${labelOf(marking)}. Only whoever ` +
        'supplied it may widen a TLP marking: ask them, then submit it again with the wider marking they agreed to.',
      { places: [{ pointer: '/marking', detail: `must be ${labelOf(floor)} or stricter` }] },
    );
  const allowed = audiencesOf(marking);
  if (!allowed.includes(audience.kind))
    throw new AssayError(
      'forbidden',
      `${labelOf(marking)} must not be shown to that audience. With this marking the audience may be: ${allowed.join(', ')}.`,
      { places: [{ pointer: '/audience', detail: `must be one of ${allowed.join(', ')}` }] },
    );
}
