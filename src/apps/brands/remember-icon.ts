import { z } from 'zod';
import type { Json, Sink } from '../../contract/index.ts';
import type { BrandIcon } from './app-identity.ts';

/** The same voice, remembering the perceptual hash of the icon as it goes by. */
export function rememberIcon(sink: Sink): {
  readonly sink: Sink;
  readonly iconHash: () => string | undefined;
} {
  let hash: string | undefined;
  const remembering: Sink = {
    ...sink,
    fingerprint(fingerprint) {
      if (fingerprint.kind === 'phash-icon-v1') hash = fingerprint.value;
      sink.fingerprint(fingerprint);
    },
  };
  return { sink: remembering, iconHash: () => hash };
}

const UnitIcons = z.object({
  brandIcons: z
    .array(z.object({ brand: z.string().max(100), hash: z.string().regex(/^[0-9a-f]{16}$/) }))
    .max(10_000),
});

/** Brands' icons that a unit gave in an analyzer's configuration. What has another shape holds none. */
export function iconsOfConfig(config: Json): readonly BrandIcon[] {
  const parsed = UnitIcons.safeParse(config);
  return parsed.success ? parsed.data.brandIcons : [];
}
