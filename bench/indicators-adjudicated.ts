/**
 * Read one by one: values that do stand in an evaluation text, but that its truth does not list. Senders of text messages
 * stand in their heading; sums are fees or second sums of a sentence.
 */
export const inTextButNotInTruth: ReadonlySet<string> = new Set([
  's013_es_sms phone|+447700900321',
  's038_ja_sms phone|+447700900321',
  's042_ko_sms phone|+447700900321',
  's046_th_sms phone|+12025550143',
  's053_hi_sms phone|+12025550143',
  's014_es_receipt amount|EUR 0.00',
  's022_id_receipt amount|IDR 2500',
  's024_vi_chat amount|VND 650000',
  's039_ja_receipt amount|JPY 330',
  's060_ru_receipt amount|RUB 0',
  't51 amount|VND 650000',
  // Photographed pages: only what belongs to the scheme is in the truth; links of profiles and other sums stand there too.
  'real03 link|twitch.tv/kaicenat',
  'real04 amount|USD 25000',
  'real04 amount|USD 250000',
  'real05 link|twitch.tv/kaicenat',
  'real06 link|linktr.ee/beastgames',
  'real08 handle|mrbeast',
  'real08 amount|USD 0.00',
  'real09 handle|mrbeast',
  'real09 amount|USD 0.00',
  'real10 amount|USD 0.00',
  'real12 amount|USD 25000',
  'real12 amount|USD 250000',
]);
