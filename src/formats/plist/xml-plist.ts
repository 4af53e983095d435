import { type AnomalyLog, anomalyLog } from '../anomaly.ts';
import type { PlistRead } from './binary-plist.ts';
import { decodeMarkup } from './decode-markup.ts';
import { type MarkupToken, markupTokens } from './markup-tokens.ts';
import { type PlistAnomalyCode, plistLimits } from './plist-anomaly.ts';
import type { PlistValue } from './plist-value.ts';

interface Frame {
  readonly list?: PlistValue[];
  readonly dict?: Map<string, PlistValue>;
  key?: string;
}

interface State {
  readonly log: AnomalyLog<PlistAnomalyCode>;
  readonly frames: Frame[];
  /** The simple element being read, and its text so far. */
  leaf: { readonly name: string; text: string } | undefined;
  root: PlistValue | undefined;
  values: number;
}

/**
 * Reads an XML property list (Apple's PropertyList-1.0.dtd). Entities are not expanded and nothing is fetched. A document
 * that ends early gives what was read until then.
 */
export function readXmlPlist(bytes: Buffer): PlistRead {
  const log = anomalyLog<PlistAnomalyCode>();
  const state: State = { log, frames: [], leaf: undefined, root: undefined, values: 0 };
  for (const token of markupTokens(decodeMarkup(bytes, log), log)) {
    if (state.values > plistLimits.values) {
      log.add('too-many-objects', `more than ${plistLimits.values} values; the rest was left out`);
      break;
    }
    takeToken(state, token);
  }
  if (state.frames.length > 0) log.add('cut', 'the document ends before its lists are closed');
  if (state.root === undefined) log.add('not-plist', 'the document holds no value of a property list');
  return { root: state.root, anomalies: log.all };
}

function takeToken(state: State, token: MarkupToken): void {
  if (token.kind === 'text') {
    if (state.leaf) state.leaf.text += token.text;
    return;
  }
  const { kind, name, offset } = token;
  if (name === 'plist') return;
  if (kind === 'close') closeElement(state, name, offset);
  else openElement(state, name, kind === 'empty', offset);
}

const containers: ReadonlySet<string> = new Set(['dict', 'array']);
const leaves: ReadonlySet<string> = new Set([
  'key',
  'string',
  'integer',
  'real',
  'date',
  'data',
  'true',
  'false',
]);

function openElement(state: State, name: string, empty: boolean, offset: number): void {
  const { log, frames } = state;
  if (state.leaf) {
    log.add('bad-markup', `<${name}> inside <${state.leaf.name}>`, { offset });
    closeLeaf(state);
  }
  if (containers.has(name)) {
    if (frames.length >= plistLimits.depth) {
      log.add('too-deep', `nested more than ${plistLimits.depth} deep; the rest was left out`, { offset });
      return;
    }
    const value: PlistValue[] | Map<string, PlistValue> = name === 'dict' ? new Map() : [];
    place(state, value);
    if (!empty) frames.push(Array.isArray(value) ? { list: value } : { dict: value });
  } else if (leaves.has(name)) {
    state.leaf = { name, text: '' };
    if (empty) closeLeaf(state);
  } else log.add('bad-markup', `unknown element <${name.slice(0, 60)}>`, { offset });
}

function closeElement(state: State, name: string, offset: number): void {
  if (state.leaf) {
    if (state.leaf.name !== name)
      state.log.add('bad-markup', `</${name}> closes <${state.leaf.name}>`, { offset });
    closeLeaf(state);
    if (!containers.has(name)) return;
  }
  if (containers.has(name)) state.frames.pop();
}

function closeLeaf(state: State): void {
  const { leaf } = state;
  state.leaf = undefined;
  if (!leaf) return;
  const frame = state.frames.at(-1);
  if (leaf.name === 'key') {
    if (frame?.dict) frame.key = leaf.text;
    return;
  }
  const value = readLeaf(leaf.name, leaf.text, state.log);
  if (value !== undefined) place(state, value);
}

function place(state: State, value: PlistValue): void {
  state.values += 1;
  const frame = state.frames.at(-1);
  if (!frame) state.root ??= value;
  else if (frame.list) frame.list.push(value);
  else if (frame.dict && frame.key !== undefined) {
    if (frame.dict.has(frame.key))
      state.log.add('duplicate-key', `${frame.key.slice(0, 100)} is given twice`);
    else frame.dict.set(frame.key, value);
    delete frame.key;
  } else state.log.add('bad-markup', 'a value without a key');
}

function readLeaf(name: string, text: string, log: AnomalyLog<PlistAnomalyCode>): PlistValue | undefined {
  if (name === 'string') return text;
  if (name === 'true' || name === 'false') return name === 'true';
  const plain = text.trim();
  if (name === 'data') return Buffer.from(plain, 'base64');
  if (name === 'date') {
    const date = new Date(plain);
    return { date: Number.isNaN(date.getTime()) ? plain.slice(0, 100) : date.toISOString() };
  }
  const value = name === 'integer' && plain.length > 15 ? wholeNumber(plain) : Number(plain);
  if (plain !== '' && value !== undefined && !Number.isNaN(value)) return value;
  log.add('bad-value', `${plain.slice(0, 60)} is not a number`);
  return undefined;
}

function wholeNumber(text: string): bigint | undefined {
  return /^[+-]?\d{1,30}$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
}
