export { type Language, languageNames, languages } from './language.ts';
export { colourDistance } from './layout/ground.ts';
export { type Block, boxAroundAll, groupLines, isTime, type Side } from './layout/group-lines.ts';
export { rowsOf, runsRightToLeft } from './layout/order-lines.ts';
export { type Line, meanConfidence, placeOf, textOf, type Word } from './page.ts';
export { readCodes, type SeenCode } from './read-codes.ts';
export { type PictureText, type ReadingModels, type ReadingOptions, readPicture } from './read-picture.ts';
