import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { fits, u16, u32 } from '../view.ts';
import { attributeNames } from './attribute-names.ts';
import { type ResValue, readResValue } from './res-value.ts';
import { emptyStringPool, readStringPool, type StringPool, type StringPoolAnomaly } from './string-pool.ts';

export type AxmlAnomalyCode =
  | StringPoolAnomaly
  | 'not-axml'
  | 'chunk-size'
  | 'header-size'
  | 'unknown-chunk'
  | 'attribute-size'
  | 'attribute-count'
  | 'duplicate-attribute'
  | 'renamed-attribute'
  | 'unbalanced'
  | 'too-deep'
  | 'too-many-elements'
  | 'trailing-data';

export interface AxmlAttribute {
  /** Android's own name where the resource id is one of its attributes, else as written. */
  readonly name: string;
  /** As written in the file. */
  readonly writtenName: string;
  readonly namespace: string | undefined;
  /** 0: none. The platform goes by this id, not by the name. */
  readonly resourceId: number;
  readonly value: ResValue;
  /** The text before it was compiled, where it was kept. */
  readonly raw: string | undefined;
}

export interface AxmlElement {
  readonly name: string;
  readonly attributes: readonly AxmlAttribute[];
  readonly children: readonly AxmlElement[];
  /** Character data directly inside it. */
  readonly text: string;
  /** Of its chunk in the file. */
  readonly offset: number;
  readonly line: number;
}

export interface Axml {
  readonly root: AxmlElement | undefined;
  readonly anomalies: readonly Anomaly<AxmlAnomalyCode>[];
}

const STRING_POOL = 0x0001;
const RESOURCE_MAP = 0x0180;
const START_NAMESPACE = 0x0100;
const END_NAMESPACE = 0x0101;
const START_ELEMENT = 0x0102;
const END_ELEMENT = 0x0103;
const TEXT = 0x0104;
const MAX_DEPTH = 128;
const MAX_ELEMENTS = 100_000;
const MAX_TEXT = 65_536;

interface Reading {
  readonly bytes: Buffer;
  readonly log: AnomalyLog<AxmlAnomalyCode>;
  strings: StringPool;
  resourceIds: Buffer;
  root: Building | undefined;
  readonly open: Building[];
  elements: number;
}

interface Building extends AxmlElement {
  readonly children: Building[];
  text: string;
}

/**
 * Reads compiled Android XML (AOSP ResourceTypes.h, ResXMLTree) the way the platform does, and further where the
 * platform would give up. Bounded by the bytes given; each step moves on, so that no chunk can loop. Never throws.
 */
export function readAxml(bytes: Buffer): Axml {
  const log = anomalyLog<AxmlAnomalyCode>();
  const reading: Reading = {
    bytes,
    log,
    strings: emptyStringPool,
    resourceIds: Buffer.alloc(0),
    root: undefined,
    open: [],
    elements: 0,
  };
  if (u16(bytes, 0) !== 0x0003)
    log.add('not-axml', `begins with chunk type 0x${u16(bytes, 0).toString(16)}, not 0x3`, { offset: 0 });
  const headerBytes = u16(bytes, 2);
  if (headerBytes !== 8)
    log.add('header-size', `the first header says it is ${headerBytes} bytes long, not 8`, { offset: 2 });
  const declared = u32(bytes, 4);
  if (declared < bytes.length && declared >= 8)
    log.add('trailing-data', `${bytes.length - declared} bytes after the end of the document`, {
      offset: declared,
    });
  if (declared > bytes.length)
    log.add('chunk-size', `the document declares ${declared} bytes, ${bytes.length} are there`, {
      offset: 4,
    });
  readChunks(reading, headerBytes >= 8 && headerBytes < bytes.length ? headerBytes : 8);
  if (reading.open.length > 0) log.add('unbalanced', `${reading.open.length} elements are never closed`);
  return { root: reading.root, anomalies: log.all };
}

function readChunks(reading: Reading, start: number): void {
  const { bytes } = reading;
  for (let at = start; fits(bytes, at, 8); ) {
    const type = u16(bytes, at);
    const end = at + chooseSize(reading, at, type);
    if (type === STRING_POOL) takeStrings(reading, at, end);
    else if (type === RESOURCE_MAP)
      reading.resourceIds = bytes.subarray(at + Math.max(8, u16(bytes, at + 2)), end);
    else if (type === START_ELEMENT) startElement(reading, at, end);
    else if (type === END_ELEMENT) endElement(reading, at);
    else if (type === TEXT) addText(reading, at);
    else if (type !== START_NAMESPACE && type !== END_NAMESPACE)
      reading.log.add('unknown-chunk', `chunk of the unknown type 0x${type.toString(16)}, skipped`, {
        offset: at,
      });
    if (reading.elements >= MAX_ELEMENTS) return;
    at = end;
  }
}

/** Once nodes have begun, a further pool would change the names read so far: the platform ignores it. */
function takeStrings(reading: Reading, at: number, end: number): void {
  if (reading.root)
    reading.log.add('unknown-chunk', 'a string pool after the first element, ignored', { offset: at });
  else reading.strings = readStringPool(reading.bytes, at, end, reading.log);
}

/** The chunk's own size where it can be true, else what its type needs; never less than 8, so that reading moves on. */
function chooseSize({ bytes, log }: Reading, at: number, type: number): number {
  const declared = u32(bytes, at + 4);
  const left = bytes.length - at;
  if (declared >= 8 && declared <= left) return declared;
  log.add(
    'chunk-size',
    `a chunk of type 0x${type.toString(16)} says it is ${declared} bytes long; ${left} are left`,
    {
      offset: at,
    },
  );
  if (declared > left && type === STRING_POOL) return left;
  return Math.min(left, Math.max(8, leastSize(bytes, at, type)));
}

function leastSize(bytes: Buffer, at: number, type: number): number {
  if (type === START_NAMESPACE || type === END_NAMESPACE || type === END_ELEMENT) return 24;
  if (type === TEXT) return 28;
  if (type !== START_ELEMENT) return 8;
  const extension = at + Math.max(16, u16(bytes, at + 2));
  return extension - at + u16(bytes, extension + 8) + u16(bytes, extension + 10) * u16(bytes, extension + 12);
}

function startElement(reading: Reading, at: number, end: number): void {
  const { bytes, log, open } = reading;
  const headerBytes = u16(bytes, at + 2);
  if (headerBytes !== 16)
    log.add('header-size', `an element's header says it is ${headerBytes} bytes long, not 16`, {
      offset: at,
    });
  const extension = at + (headerBytes >= 16 && at + headerBytes + 20 <= end ? headerBytes : 16);
  const element: Building = {
    name: reading.strings.get(u32(bytes, extension + 4)) ?? '',
    attributes: readAttributes(reading, extension, end),
    children: [],
    text: '',
    offset: at,
    line: u32(bytes, at + 8),
  };
  reading.elements += 1;
  if (reading.elements >= MAX_ELEMENTS)
    log.add('too-many-elements', `more than ${MAX_ELEMENTS} elements`, { offset: at });
  const parent = open.at(-1);
  if (parent) parent.children.push(element);
  else if (!reading.root) reading.root = element;
  else {
    log.add('unbalanced', 'a second root element; it was read as a child of the first', { offset: at });
    reading.root.children.push(element);
  }
  if (open.length < MAX_DEPTH) open.push(element);
  else log.add('too-deep', `elements nested deeper than ${MAX_DEPTH}`, { offset: at });
}

function addText({ bytes, strings, open }: Reading, at: number): void {
  const current = open.at(-1);
  if (current && current.text.length < MAX_TEXT) current.text += strings.get(u32(bytes, at + 16)) ?? '';
}

function endElement({ bytes, strings, open, log }: Reading, at: number): void {
  const name = strings.get(u32(bytes, at + 20)) ?? '';
  const current = open.at(-1);
  if (!current) log.add('unbalanced', `an end of <${name.slice(0, 80)}> that nothing opened`, { offset: at });
  else {
    if (current.name !== name)
      log.add('unbalanced', `<${current.name.slice(0, 80)}> is closed as <${name.slice(0, 80)}>`, {
        offset: at,
      });
    open.pop();
  }
}

function readAttributes(reading: Reading, extension: number, end: number): AxmlAttribute[] {
  const { bytes, log } = reading;
  const start = extension + u16(bytes, extension + 8);
  const stride = u16(bytes, extension + 10);
  const declared = u16(bytes, extension + 12);
  if (declared === 0) return [];
  if (stride !== 20)
    log.add('attribute-size', `attributes are ${stride} bytes long, not 20`, { offset: extension });
  const step = Math.max(stride, 20);
  const count = Math.min(declared, Math.max(0, Math.floor((end - start) / step)));
  if (count < declared)
    log.add('attribute-count', `${declared} attributes declared, ${count} fit into the element`, {
      offset: extension,
    });
  const attributes: AxmlAttribute[] = [];
  const seen = new Set<string | number>();
  for (let index = 0; index < count; index++) {
    const attribute = readAttribute(reading, start + index * step);
    const identity = attribute.resourceId || `${attribute.namespace ?? ''}:${attribute.name}`;
    if (seen.has(identity))
      log.add('duplicate-attribute', `${attribute.name.slice(0, 80)} is given twice; the first counts`, {
        offset: start,
      });
    else attributes.push(attribute);
    seen.add(identity);
  }
  return attributes;
}

function readAttribute({ bytes, log, strings, resourceIds }: Reading, at: number): AxmlAttribute {
  const nameIndex = u32(bytes, at + 4);
  const writtenName = strings.get(nameIndex) ?? '';
  const resourceId = nameIndex * 4 + 4 <= resourceIds.length ? u32(resourceIds, nameIndex * 4) : 0;
  const known = attributeNames.get(resourceId);
  if (known && writtenName !== '' && writtenName !== known)
    log.add('renamed-attribute', `${known} is written as ${JSON.stringify(writtenName.slice(0, 80))}`, {
      offset: at,
    });
  return {
    name: known ?? writtenName,
    writtenName,
    namespace: strings.get(u32(bytes, at)),
    resourceId,
    value: readResValue(bytes, at + 12, strings),
    raw: strings.get(u32(bytes, at + 8)),
  };
}

/** Attribute of an element by Android's name for it. */
export function attributeOf(element: AxmlElement, name: string): AxmlAttribute | undefined {
  return element.attributes.find((attribute) => attribute.name === name);
}

/** Children of that name, in order. */
export function childrenOf(element: AxmlElement, name: string): AxmlElement[] {
  return element.children.filter((child) => child.name === name);
}
