// The emulator's own page at /_emulator/ui.

const SECTIONS = ['journal', 'doctor', 'coupons', 'tenants', 'stubs', 'clock', 'faults', 'scenario', 'records', 'snapshots'];

export async function labScenarios(visitors) {
  const { checks, baseUrl } = visitors;
  const main = page => page.locator('main').innerText();
  const call = (verb, path, body) => fetch(`${baseUrl}${path}`, {
    method: verb, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
  });

  await visitors.visit('lab page, without scripts', { script: false }, async (visitor, page) => {
    await page.goto('/_emulator/ui');
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.locator('[id="CreateTenant-Name"]').fill('browser');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tenants?done=CreateTenant');
    checks.holds('a tenant is made by the keyboard', await main(page), 'browser');
    await page.getByLabel('Tenant', { exact: true }).selectOption('browser');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: 'Coupons' }).click();
    checks.same('the tenant is kept', new URL(page.url()).searchParams.get('Tenant'), 'browser');
    await page.getByLabel('Find a coupon by its code').fill('PCT0001-GE');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Void PCT0001-GE' }).first().click();
    await page.waitForURL('**/coupons?Tenant=browser&done=VoidCoupon');
    checks.holds('a coupon is voided', await main(page), 'Done: VoidCoupon');
    await page.getByLabel('Find a coupon by its code').fill('no such');
    await page.keyboard.press('Enter');
    checks.holds('what is not there is said', await page.getByRole('alert').first().innerText(), /no such/);
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByRole('button', { name: 'Drop browser' }).click();
    await page.waitForURL('**/tenants?done=DropTenant');
  });

  await visitors.visit('lab page, a long journal', {}, async (visitor, page) => {
    for (let sent = 0; sent < 400; sent += 1) await call('GET', `/nope/${sent}?q=<b>%1b[31m`);
    const begun = Date.now();
    await page.goto('/_emulator/ui/journal');
    checks.same('its first row comes at once', Date.now() - begun < 1500, true);
    checks.same('a page of it is short', await page.locator('tbody tr').count(), 50);
    await page.getByRole('link', { name: 'More' }).click();
    await page.locator('tbody a').first().click();
    checks.holds('an exchange in full', await main(page), 'HTTP/1.1');
  });

  for (const screen of ['desktop', 'phone']) {
    for (const colors of ['light', 'dark']) {
      await visitors.visit(`lab page, ${screen}, ${colors}`, { screen, colors }, async (visitor, page) => {
        await call('POST', '/_emulator/stubs', { Operation: 'GetCouponsByStatus', Text: '{"Coupon":[]}' });
        await call('POST', '/_emulator/snapshots', { Name: 'good' });
        for (const section of SECTIONS) {
          await page.goto(`/_emulator/ui/${section}`);
          await visitor.look(`lab-${section}`);
        }
        await page.goto('/_emulator/ui/coupons?Code=PCT0001-GE');
        await visitor.look('lab-coupon');
        await page.goto('/_emulator/ui/journal?Number=1');
        await visitor.look('lab-exchange');
      });
    }
  }
}
