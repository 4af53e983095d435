/** What makes an entry's name dangerous to whoever would use it as a path. */
export type NameTrick =
  | 'parent-folder'
  | 'absolute'
  | 'drive'
  | 'backslash'
  | 'nul'
  | 'control'
  | 'bidi'
  | 'long';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes a name: UTF-8 as Android always reads it, else byte for byte (ISO 8859-1), and says which. */
export function decodeEntryName(bytes: Buffer): { name: string; utf8: boolean } {
  try {
    return { name: utf8.decode(bytes), utf8: true };
  } catch {
    return { name: bytes.toString('latin1'), utf8: false };
  }
}

/** Judges a name as text. Nothing here or elsewhere uses it as a path. */
export function judgeEntryName(name: string): NameTrick[] {
  const tricks: NameTrick[] = [];
  if (name.split(/[/\\]/).includes('..')) tricks.push('parent-folder');
  if (name.startsWith('/') || name.startsWith('\\')) tricks.push('absolute');
  if (/^[A-Za-z]:/.test(name)) tricks.push('drive');
  if (name.includes('\\')) tricks.push('backslash');
  if (name.includes('\0')) tricks.push('nul');
  if (/[\u0001-\u001f\u007f]/.test(name)) tricks.push('control');
  if (/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/.test(name)) tricks.push('bidi');
  if (name.length > 1024) tricks.push('long');
  return tricks;
}

/** True where a careless unpacker would write outside its folder. */
export function escapesFolder(tricks: readonly NameTrick[]): boolean {
  return tricks.some((trick) => ['parent-folder', 'absolute', 'drive', 'nul'].includes(trick));
}
