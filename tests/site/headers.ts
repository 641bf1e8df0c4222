/** What a host that reads `_headers` sends, as Netlify and Cloudflare Pages read it: a path ends where it is not indented. */

/** @param text of `_headers` @param path from the root, such as `/assets/a.js` */
export function headersAt(text: string, path: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  let applies = false;
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    if (!line.startsWith(' ')) {
      const [before, after] = line.split('*');
      applies = after === undefined ? path === line : path.startsWith(before!);
    } else if (applies) {
      const [, name = '', value = ''] = /^ +([\w-]+): (.+)$/.exec(line)!;
      if (name in headers) throw new Error(`${path} has two values of ${name}; hosts would join them.`);
      headers[name] = value;
    }
  }
  return headers;
}
