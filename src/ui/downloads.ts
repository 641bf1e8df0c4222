/** Hands a file to the browser's downloads. */

export function downloadText(name: string, type: string, text: string): void {
  downloadBlob(name, new Blob([text], { type }));
}

export function downloadBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  downloadBlob(name, new Blob([bytes], { type: 'application/octet-stream' }));
}

function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  downloadUrl(name, url);
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // the browser reads it after the click
}

/** `url` may be a data URL. */
export function downloadUrl(name: string, url: string): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
}
