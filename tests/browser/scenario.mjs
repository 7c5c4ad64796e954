// All that a person does with a browser: node scenario.mjs BASE_URL OUTPUT_DIRECTORY
import { mkdirSync } from 'node:fs';

import { Checks } from './checks.mjs';
import { consoleScenarios } from './console.mjs';
import { pageScenarios } from './pages.mjs';
import { Visitors } from './visitor.mjs';

const [baseUrl, output] = process.argv.slice(2);
mkdirSync(output, { recursive: true });
const checks = new Checks();
const visitors = await Visitors.open({ baseUrl, output, checks });
try {
  await pageScenarios(visitors);
  await consoleScenarios(visitors);
} finally {
  await visitors.close();
}
checks.done();
