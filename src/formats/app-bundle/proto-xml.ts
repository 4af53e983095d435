import { attributeNames } from '../android/attribute-names.ts';
import type { AxmlAttribute, AxmlElement } from '../android/axml.ts';
import type { ResValue } from '../android/res-value.ts';
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { messageOf, messagesOf, numberOf, textOf, wholeMessage } from '../protobuf/wire.ts';

export type ProtoXmlAnomaly = 'not-proto-xml' | 'cut' | 'too-deep' | 'too-many-elements';

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 100_000;

interface State {
  readonly log: AnomalyLog<ProtoXmlAnomaly>;
  elements: number;
}

/**
 * Reads an XML document as app bundles hold it (message `XmlNode` of AOSP's aapt2 Resources.proto) into the same shape as
 * Android's binary XML. Offsets and lines are 0: the format keeps none that help.
 */
export function readProtoXml(bytes: Buffer): {
  readonly root: AxmlElement | undefined;
  readonly anomalies: readonly Anomaly<ProtoXmlAnomaly>[];
} {
  const log = anomalyLog<ProtoXmlAnomaly>();
  if (!wholeMessage(bytes)) log.add('cut', 'the document is not a whole message');
  const element = messageOf(bytes, 1);
  if (!element) {
    log.add('not-proto-xml', 'the document holds no element');
    return { root: undefined, anomalies: log.all };
  }
  return { root: readElement(element, { log, elements: 0 }, 0), anomalies: log.all };
}

/** `XmlElement`: name 3, attributes 4, children 5. */
function readElement(message: Buffer, state: State, depth: number): AxmlElement {
  state.elements += 1;
  const children: AxmlElement[] = [];
  let text = '';
  for (const node of messagesOf(message, 5)) {
    const child = messageOf(node, 1);
    if (!child) text += textOf(node, 2) ?? '';
    else if (depth >= MAX_DEPTH) state.log.add('too-deep', `nested more than ${MAX_DEPTH} deep`);
    else if (state.elements >= MAX_ELEMENTS)
      state.log.add('too-many-elements', `more than ${MAX_ELEMENTS} elements`);
    else children.push(readElement(child, state, depth + 1));
  }
  const attributes = messagesOf(message, 4).slice(0, 1000).map(readAttribute);
  return { name: textOf(message, 3) ?? '', attributes, children, text, offset: 0, line: 0 };
}

/** `XmlAttribute`: namespace 1, name 2, value 3, resource id 5, compiled item 6. */
function readAttribute(message: Buffer): AxmlAttribute {
  const writtenName = textOf(message, 2) ?? '';
  const resourceId = numberOf(message, 5) ?? 0;
  const raw = textOf(message, 3);
  return {
    name: attributeNames.get(resourceId) ?? writtenName,
    writtenName,
    namespace: textOf(message, 1),
    resourceId,
    value: readItem(messageOf(message, 6)) ?? { kind: 'string', text: raw ?? '' },
    raw,
  };
}

/** `Item`: reference 1, text 2, raw text 3, primitive 7. Undefined: none of them. */
function readItem(item: Buffer | undefined): ResValue | undefined {
  const reference = messageOf(item, 1);
  if (reference) return { kind: 'reference', id: (numberOf(reference, 2) ?? 0) >>> 0 };
  const text = messageOf(item, 2) ?? messageOf(item, 3);
  if (text) return { kind: 'string', text: textOf(text, 1) ?? '' };
  const primitive = messageOf(item, 7);
  if (!primitive) return undefined;
  const flag = numberOf(primitive, 8);
  if (flag !== undefined) return { kind: 'boolean', value: flag !== 0 };
  const whole = numberOf(primitive, 6) ?? numberOf(primitive, 7);
  return whole === undefined ? undefined : { kind: 'int', value: whole | 0 };
}
