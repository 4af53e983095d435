/**
 * Whether a short text can hold an address, a wallet, a number or a handle at all. Millions of names of classes and
 * fields do not, and this spares them the full search.
 */
export function isWorthSearching(text: string): boolean {
  return text.length >= 6 && (text.length > 400 || mark.test(text));
}

const mark =
  /:\/\/|:\\\/|@|[\w-]\.[a-z\u00a1-\uffff]{2}|\d\.\d{1,3}\.\d|[A-Za-z0-9]{25}|\+\s?\d{2}|\d[\d -]{7}|\d{2,3},\s?\d{2,3},|%[0-9a-fA-F]{2}%|\[\.\]|\(dot\)|hxxp|t\.me|0x[0-9a-fA-F]{20}|[\u00a1-\uffff].{0,40}\d{4}/;
