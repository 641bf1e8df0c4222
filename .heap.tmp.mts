import { chromium } from 'playwright';
import { watchMemory } from './tests/site/memory.ts';
import { BROWSER_ARGUMENTS, SOFTWARE_ADAPTER } from './src/headless/browser.ts';
import { presetById } from './src/core/presets.ts';
const { teacher, student, ...rest } = presetById('quick')!.config;
const TINY = { ...rest, data: { ...rest.data, teacherImages: 300, labelledImages: 120 }, teacher: { ...teacher, hidden: [32], batchSize: 50, epochs: 4 }, student: { ...student, hidden: [16], batchSize: 20, epochs: 4 } };
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER] });
const p = await b.newPage(); const m = watchMemory(p);
await p.goto('http://localhost:4719/?teacher=fresh' + (process.argv[2] ?? ''));
await p.waitForFunction(() => { const s = (document.querySelector('lab-app') as any)?.state; return s?.device && s.datasets.mnist; });
for (let i = 0; i < Number(process.argv[3] ?? 14); i++) {
  await p.evaluate((c) => { const a = document.querySelector('lab-app') as any; a.load(c); return a.start().then(() => 1); }, TINY);
  await p.waitForTimeout(400);
  console.log(JSON.stringify(await m.held()));
}
await b.close();
