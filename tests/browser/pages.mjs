// The metadata pages and the login page.

export async function pageScenarios(visitors) {
  const { checks } = visitors;
  const shown = page => page.locator('table.operations tr:visible').count();

  await visitors.visit('index', {}, async (visitor, page) => {
    await page.goto('/');
    checks.same('the root leads to it', new URL(page.url()).pathname, '/metadata');
    checks.same('all operations', await shown(page), 73);
    await page.keyboard.press('/');
    await page.keyboard.type('loyalty TURNOVER');
    checks.same('search', await shown(page), 1);
    await page.keyboard.type('xyz');
    checks.same('nothing is found', [await shown(page), await page.getByText('No matching operation.').isVisible()], [0, true]);
    await page.getByLabel('Search operations').fill('activate');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/json/metadata?op=ActivateCoupon');
    await page.getByLabel('JSV').click();
    await page.waitForURL('**/jsv/metadata?op=ActivateCoupon');
    checks.holds('operation page', await page.locator('main').innerText(), 'HTTP + JSV');
    await page.getByLabel('Try it in the API console').click();
    await page.waitForURL('**/ui/ActivateCoupon');
    await page.goto('/metadata');
    for (const name of await page.locator('ul.links a').allTextContents()) {
      const href = await page.getByRole('link', { name, exact: true }).first().getAttribute('href');
      const answer = await page.request.get(href);
      checks.same(`the link ${name}`, answer.status(), 200);
    }
  });

  await visitors.visit('index, without scripts', { script: false }, async (visitor, page) => {
    await page.goto('/metadata');
    await page.getByLabel('Search operations').fill('loyalty turnover');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/metadata?q=loyalty+turnover');
    checks.same('the server searches', await shown(page), 1);
  });

  await visitors.visit('login page', {}, async (visitor, page) => {
    await page.goto('/Coupons/ByStatus');
    checks.same('it is where refused browsers land', new URL(page.url()).pathname, '/login');
    await page.getByLabel('User name').fill('demo');
    await page.getByLabel('Password').fill('demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/Coupons/ByStatus');
    checks.holds('and it leads back', await page.locator('h1').textContent(), 'GetCouponsByStatus');
  });

  for (const screen of ['desktop', 'phone']) {
    for (const colors of ['light', 'dark']) {
      await visitors.visit(`pages, ${screen}, ${colors}`, { screen, colors }, async (visitor, page) => {
        await page.goto('/metadata');
        await visitor.look('index');
        await page.goto('/jsv/metadata?op=ActivateCoupon');
        await visitor.look('operation');
        await page.goto('/login');
        await visitor.look('login');
      });
    }
  }
}
