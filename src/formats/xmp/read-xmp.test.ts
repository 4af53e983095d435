import { describe, expect, it } from 'vitest';
import { readXmp } from './read-xmp.ts';

describe('XMP', () => {
  it('gives properties written as attributes, elements and lists', () => {
    const { properties } =
      readXmp(`<x:xmpmeta><rdf:RDF><rdf:Description rdf:about="" xmlns:xmp="u" xmp:CreatorTool='Tool &amp; Co'
      Iptc4xmpExt:DigitalSourceType="http://x/trainedAlgorithmicMedia">
      <TC260:AIGC>{&quot;Label&quot;:&quot;1&quot;}</TC260:AIGC>
      <xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved"/><rdf:li stEvt:action="edited"/></rdf:Seq></xmpMM:History>
      <dc:creator><rdf:Seq><rdf:li>Somebody</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`);
    expect(properties.get('xmp:CreatorTool')).toEqual(['Tool & Co']);
    expect(properties.get('Iptc4xmpExt:DigitalSourceType')).toEqual(['http://x/trainedAlgorithmicMedia']);
    expect(properties.get('TC260:AIGC')).toEqual(['{"Label":"1"}']);
    expect(properties.get('stEvt:action')).toEqual(['saved', 'edited']);
    expect(properties.get('dc:creator')).toEqual(['Somebody']);
  });

  it('that declares entities has none of them looked up or multiplied', () => {
    const lol =
      '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const { properties, declaresType } = readXmp(
      `${lol}<r:D><xmp:CreatorTool>&b;&f;</xmp:CreatorTool></r:D>`,
    );
    expect(declaresType).toBe(true);
    expect(properties.get('xmp:CreatorTool')).toEqual(['&b;&f;']);
  });

  it('of megabytes of tags, quotes or depth costs little time', () => {
    const since = process.cpuUsage();
    for (const piece of ['<a:b>', '<a:b c="', '<', 'a="', '<!--', '<a:b c:d="e">']) {
      const read = readXmp(piece.repeat(Math.ceil(1_000_000 / piece.length)));
      expect([...read.properties.values()].flat().length).toBeLessThanOrEqual(5001);
    }
    expect(process.cpuUsage(since).user).toBeLessThan(5_000_000);
  });
});
