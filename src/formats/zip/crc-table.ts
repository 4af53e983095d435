/** Table of the CRC-32 polynomial 0xedb88320, for ciphers that need single steps of it. */
export const crcTable: Int32Array = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value | 0;
});
