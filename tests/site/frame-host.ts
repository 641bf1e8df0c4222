/** Another site that shows the lab in a frame: it hands the lab's files on, open to everybody, as hosts of static pages do. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { siteUrl } from './site.ts';

export interface FrameHost {
  /** The page with the frame. @param frame the frame's attributes; @param query of the lab in it */
  pageWith(frame: string, query: string): string;
  close(): Promise<void>;
}

export async function hostFrames(): Promise<FrameHost> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, siteUrl());
    if (pathname === '/frame') {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<iframe ${searchParams.get('frame')} width="960" height="600" src="./${searchParams.get('query')}"></iframe>`,
      );
      return;
    }
    const handOn = async (): Promise<void> => {
      const file = await fetch(new URL(pathname.slice(1), siteUrl()));
      response.writeHead(file.status, {
        'content-type': file.headers.get('content-type') ?? 'application/octet-stream',
        'access-control-allow-origin': '*',
      });
      response.end(new Uint8Array(await file.arrayBuffer()));
    };
    handOn().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    pageWith: (frame, query) => `${url}/frame?${new URLSearchParams({ frame, query }).toString()}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
