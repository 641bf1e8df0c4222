/** A web server like many: it checks files anew at every visit. It can be taken down, given another version, and asked what it sent. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

interface Sent {
  /** Below the site's folder; empty for the page. */
  readonly file: string;
  readonly status: number;
  readonly bytes: number;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export class OwnServer {
  /** What is served; another version may be put in its place at any time. */
  folder: string;
  readonly sent: Sent[] = [];
  /** What is answered instead of some files. */
  instead: (file: string) => Answer | undefined = () => undefined;
  private readonly server = createServer((request, response) => {
    const file = new URL(request.url!, 'http://x').pathname.replace(/^\/lab\//, '');
    void this.answer(file, request.headers['if-none-match']).then(({ status, type, body, tag }) => {
      this.sent.push({ file, status, bytes: body.length });
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-cache',
        ...(tag && { etag: tag }),
      });
      response.end(body);
    });
  });
  private port = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/lab/`;
  }

  async up(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** How often a whole file was sent, by its name's beginning. */
  timesSent(name: string): number {
    return this.sent.filter(({ file, status }) => status === 200 && file.startsWith(name)).length;
  }

  private async answer(file: string, known: string | undefined) {
    const other = this.instead(file);
    if (other) return { ...other, tag: undefined };
    const type = TYPES[extname(file || 'index.html')] ?? 'application/octet-stream';
    try {
      const body = await readFile(join(this.folder, file || 'index.html'));
      const tag = `"${createHash('sha1').update(body).digest('hex')}"`;
      return known === tag ? { status: 304, type, body: '', tag } : { status: 200, type, body, tag };
    } catch {
      return {
        status: 404,
        type: 'text/html',
        body: '<!doctype html><title>Not found</title>',
        tag: undefined,
      };
    }
  }
}
