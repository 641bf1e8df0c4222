/** Bytes as text, for scripts that reach the page through a wire that carries JSON only. */

const PIECE = 0x8000; // as many arguments as any engine takes

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

export function filesOf(
  files: readonly { readonly name: string; readonly content: string }[],
): readonly File[] {
  return files.map(
    ({ name, content }) => new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name),
  );
}
