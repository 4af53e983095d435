import type { AppText } from '../../../src/apps/index.ts';
import { type ResTable, resourceStrings } from '../../../src/formats/index.ts';
import type { App } from '../app.ts';

/** Names that libraries give their resources; the app's own texts do not begin so. */
const ofLibrary =
  /^(abc_|mtrl_|material_|m3_|design_|appbar_|bottomsheet_|character_counter_|exposed_dropdown_|password_toggle_|search_menu_|status_bar_notification_|common_google_|common_open_on_|common_signin_|com_facebook_|com_crashlytics_|com_google_firebase_|fcm_|androidx_|exo_|media3_|mr_|cast_|wallet_|fui_|ucrop_|picture_|ps_|tw__|ksad_|tt_|umeng_|srl_|catalyst_|dcloud_|weex_|zxing_|brvah_|library_|define_|chuck_|leak_canary_|zxingandroidembedded_|browser_actions_|copy_toast_|fallback_menu_|offline_|s\d+$|hs__|intercom_|zendesk_|belvedere_|request_)/;

/** Texts of the resource table, under the names the app gives them. */
export function* resourceTexts(table: ResTable): Generator<AppText> {
  for (const { value, name, locale } of resourceStrings(table)) {
    const key = name.slice(name.indexOf('/') + 1);
    const known = ofLibrary.test(key) && !/api_?key|app_?id/i.test(key);
    yield {
      text: value,
      location: { kind: 'entry', path: 'resources.arsc' },
      how: `resource ${name.slice(0, 120)}${locale === '' ? '' : ` (${locale})`}`,
      origin: 'resource',
      name: key.slice(0, 200),
      ...(known ? { owner: 'library:resources' } : {}),
    };
  }
}

const MANIFEST = { kind: 'entry', path: 'AndroidManifest.xml' } as const;

/** What the manifest carries as values: meta-data, and the links that open the app. */
export function* manifestTexts(app: App): Generator<AppText> {
  for (const { name, value } of app.metaData)
    if (value !== '')
      yield {
        text: value,
        location: MANIFEST,
        how: `meta-data ${name.slice(0, 120)}`,
        origin: 'manifest',
        name: name.slice(0, 200),
      };
  for (const { name, offset, text } of linkTexts(app))
    yield {
      text,
      location: { ...MANIFEST, offset },
      how: `link that opens ${name.slice(0, 120)}`,
      origin: 'manifest',
    };
}

/** Most links of a manifest that are searched: a filter is the product of its schemes and hosts. */
const MAX_LINKS = 5000;

/** Schemes, and hosts under the web's schemes, each once with the component that opens it first. */
function* linkTexts({ components }: App): Generator<{ name: string; offset: number; text: string }> {
  const seen = new Set<string>();
  for (const { name, offset, filters } of components)
    for (const { schemes, hosts } of filters)
      for (const scheme of schemes)
        for (const host of ['', ...(/^https?$/.test(scheme) ? hosts : [])]) {
          const text = host === '' ? scheme : `${scheme}://${host}`;
          if (seen.has(text)) continue;
          if (seen.size >= MAX_LINKS) return;
          seen.add(text);
          yield { name, offset, text };
        }
}
