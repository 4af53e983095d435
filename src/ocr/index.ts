export { type Language, openReader, type Reader } from './open-reader.ts';
export type { Line, Word } from './page.ts';
export { type PictureText, readPicture } from './read-picture.ts';
