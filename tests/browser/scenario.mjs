// All that a person does with a browser: node scenario.mjs BASE_URL BINARY OUTPUT_DIRECTORY [pages] [console] [lab] [swagger]
// [accounts]
import { mkdirSync } from 'node:fs';

import { accountScenarios } from './accounts.mjs';
import { Checks } from './checks.mjs';
import { consoleScenarios } from './console.mjs';
import { pageScenarios } from './pages.mjs';
import { labScenarios } from './lab.mjs';
import { swaggerScenarios } from './swagger.mjs';
import { Visitors } from './visitor.mjs';

const [baseUrl, binary, output, ...chosen] = process.argv.slice(2);
const scenarios = {
  pages: pageScenarios, console: consoleScenarios, lab: labScenarios, swagger: swaggerScenarios, accounts: accountScenarios,
};
mkdirSync(output, { recursive: true });
const checks = new Checks();
const visitors = await Visitors.open({ baseUrl, output, checks, binary });
try {
  for (const name of chosen.length ? chosen : Object.keys(scenarios)) await scenarios[name](visitors);
} finally {
  await visitors.close();
}
checks.done();
