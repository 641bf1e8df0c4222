/** CRC-32 as in gzip and PNG (ISO 3309, reflected polynomial 0xEDB88320): tells damage, not malice. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** @param crc of the bytes before these, to go on from */
export function crc32(bytes: Uint8Array, crc = 0): number {
  let rest = ~crc;
  for (const byte of bytes) rest = (rest >>> 8) ^ TABLE[(rest ^ byte) & 0xff]!;
  return ~rest >>> 0;
}
