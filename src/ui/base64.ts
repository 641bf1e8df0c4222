/** Bytes as text, for scripts that reach the page through a wire that carries JSON only. */

export function toBase64(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve((reader.result as string).replace(/^.*,/, '')); // behind the data URL's head
    reader.onerror = () => reject(reader.error!);
    reader.readAsDataURL(new Blob([bytes]));
  });
}

export function filesOf(
  files: readonly { readonly name: string; readonly content: string }[],
): readonly File[] {
  return files.map(
    ({ name, content }) => new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name),
  );
}
