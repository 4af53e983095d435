/** A STIX object as plain JSON. `type` and `id` are always there. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** STIX 2.1 section 8: a bundle is only a container; it has no meaning of its own. */
export interface StixBundle {
  readonly type: 'bundle';
  readonly id: string;
  readonly objects: readonly StixObject[];
}
