import type { Sink } from '../../src/contract/index.ts';
import {
  dictAt,
  findEntry,
  readEntry,
  readPlist,
  rootDict,
  textAt,
  type Zip,
} from '../../src/formats/index.ts';

const MAX_BYTES = 4 * 1024 * 1024;
const PATH = 'iTunesMetadata.plist';

/**
 * `iTunesMetadata.plist` beside the app says which App Store product it was and who loaded it. The account is a person's,
 * mostly not the makers': it is kept out of exports.
 */
export async function tellPurchase(sink: Sink, zip: Zip): Promise<void> {
  const entry = findEntry(zip, PATH);
  const dict = entry && rootDict(readPlist((await readEntry(zip, entry, MAX_BYTES)).bytes));
  if (!dict) return;
  const item = textAt(dict, 'itemId', 40);
  sink.fact('storeMetadata', {
    itemId: item ?? null,
    itemName: textAt(dict, 'itemName', 300) ?? null,
    artistName: textAt(dict, 'artistName', 300) ?? null,
    purchaseDate: textAt(dict, 'purchaseDate', 100) ?? null,
  });
  const location = { kind: 'entry' as const, path: PATH };
  if (item && /^\d{6,15}$/.test(item))
    sink.indicator({
      kind: 'store-link',
      subtype: 'app-store',
      value: `https://apps.apple.com/app/id${item}`,
      standing: 'observed',
      confidence: 90,
      check: 'valid',
      provenance: [{ location, how: 'product number that the App Store wrote into the package' }],
    });
  const account = textAt(
    dictAt(dictAt(dict, 'com.apple.iTunesStore.downloadInfo'), 'accountInfo'),
    'AppleID',
    300,
  );
  const owner = account ?? textAt(dict, 'apple-id', 300);
  if (owner?.includes('@'))
    sink.indicator({
      kind: 'email',
      value: owner.toLowerCase(),
      standing: 'observed',
      confidence: 90,
      sensitive: true,
      provenance: [{ location, how: 'Apple account that loaded the app from the App Store' }],
    });
}
