export { add, pull } from './models/add.ts';
export { remove, setEnabled } from './models/change.ts';
export { evaluate } from './models/evaluate.ts';
export { list } from './models/list.ts';
export { train } from './models/train.ts';
export { verify } from './models/verify.ts';
