// What a scenario has apart from the host of the run: pages of another origin, and hosts by settings alone.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

// A server of one page, at an origin of its own.
export async function pageServer(html) {
  const server = createServer((request, answer) => {
    const found = request.url === '/';
    answer.writeHead(found ? 200 : 204, { 'Content-Type': 'text/html; charset=utf-8' });
    answer.end(found ? html : undefined);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// A host of tests/browser/hosts, with these flags beside its settings.
export async function startHost(binary, name, ...flags) {
  const place = ['--hosts', 'tests/browser/hosts', '--host', name, '--fresh', '--listen', '127.0.0.1:0'];
  const child = spawn(binary, ['serve', ...place, ...flags], { env: { ...process.env, NO_COLOR: '1' } });
  const lines = [];
  const address = new Promise((resolve, reject) => {
    const read = line => {
      lines.push(line);
      const [found] = line.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
      if (found) resolve(found);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
    child.on('exit', () => reject(new Error(`the host ${name} ended:\n${lines.join('\n')}`)));
  });
  return { url: await address, close: () => child.kill() };
}
