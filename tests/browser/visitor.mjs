// A person with a browser, whose every page is watched: errors on its console, requests that leave the machine,
// what axe has to say, and what is wider than the screen.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const SCREENS = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

// Chromium itself has nobody to talk to but this machine.
const ARGUMENTS = [
  '--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--no-pings',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export class Visitors {
  static async open({ baseUrl, output, checks, binary }) {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    return Object.assign(new Visitors(), { browser, baseUrl, output, checks, binary });
  }

  // What `work` does with a page of its own, by a person with these looks. `friends` are further addresses that pages may go to.
  async visit(name, { screen = 'desktop', colors = 'light', script = true, friends = [] } = {}, work) {
    await this.checks.of(name, async () => {
      const context = await this.browser.newContext({
        viewport: SCREENS[screen], colorScheme: colors, javaScriptEnabled: script, baseURL: this.baseUrl, reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      const visitor = new Visitor(this, page, `${screen}-${colors}`, friends);
      try {
        await work(visitor, page);
        this.checks.same('no console errors', visitor.errors, []);
        this.checks.same('no request leaves the machine', visitor.strangers, []);
      } catch (error) {
        await page.screenshot({ path: `${this.output}/failed-${name.replaceAll(/\W+/g, '-')}.png` }).catch(() => {});
        throw error;
      } finally {
        await context.close();
      }
    });
  }

  close() { return this.browser.close(); }
}

class Visitor {
  errors = [];
  strangers = [];

  constructor(visitors, page, looks, friends) {
    Object.assign(this, { visitors, page, looks, checks: visitors.checks });
    const own = [visitors.baseUrl, ...friends].map(address => new URL(address).host);
    page.on('request', request => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && !own.includes(url.host)) this.strangers.push(request.url());
    });
    page.on('pageerror', error => this.errors.push(String(error)));
    page.on('console', message => { if (message.type() === 'error') this.errors.push(message.text()); });
  }

  // A refusal of the host is logged on the browser's console as well.
  forgive(pattern) { this.errors = this.errors.filter(error => !pattern.test(error)); }

  // Keeps a picture of a part, or of the page.
  async picture(name, part) {
    const path = `${this.visitors.output}/${name}-${this.looks}.png`;
    await (part ? part.screenshot({ path }) : this.page.screenshot({ path, fullPage: true }));
  }

  // Keeps a picture, and has axe and a ruler look at the page.
  async look(name) {
    const { page, checks } = this;
    await this.picture(name);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')}`);
    checks.same(`${name} is accessible, ${this.looks}`, found, []);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    checks.same(`${name} fits the screen, ${this.looks}`, tooWide, 0);
  }
}
